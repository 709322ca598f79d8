"""A bot that records its caller, with nothing but Python's own library."""

import json
import os
import threading
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TENANT_ID = os.environ.get("MicrosoftAppTenantId", "632899f8-2ea1-4604-8413-27bd2892079f")
APP_ID = os.environ.get("MicrosoftAppId", "2891555a-92ff-42e6-80fa-6e1300c6b5c6")
APP_SECRET = os.environ.get("MicrosoftAppPassword", "a-secret")
PORT = int(os.environ.get("PORT", "3978"))

CALLS = "https://graph.microsoft.com/v1.0/communications/calls"
TOKEN_URL = f"https://login.microsoftonline.com/{TENANT_ID}/oauth2/v2.0/token"


def fetch_token():
    form = {
        "grant_type": "client_credentials",
        "client_id": APP_ID,
        "client_secret": APP_SECRET,
        "scope": "https://graph.microsoft.com/.default",
    }
    with urllib.request.urlopen(TOKEN_URL, urllib.parse.urlencode(form).encode()) as answer:
        return json.load(answer)["access_token"]


def ask(method, path, body=None):
    headers = {"Authorization": f"Bearer {fetch_token()}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(CALLS + path, data, headers, method=method)) as answer:
        return answer.read()


def create_call():
    ask("POST", "", {
        "@odata.type": "#microsoft.graph.call",
        "callbackUri": f"http://localhost:{PORT}/callback",
        "targets": [{"identity": {"user": {"id": "112f7296-5fa4-42ca-bae8-6a692b15d4b8"}}}],
        "requestedModalities": ["audio"],
        "mediaConfig": {"@odata.type": "#microsoft.graph.serviceHostedMediaConfig"},
    })


def record_response(call_id):
    ask("POST", f"/{call_id}/recordResponse", {
        "prompts": [{
            "@odata.type": "#microsoft.graph.mediaPrompt",
            "mediaInfo": {"uri": "https://cdn.contoso.com/speak-after-the-tone.wav"},
        }],
        "maxRecordDurationInSeconds": 30,
        "maxSilenceTimeoutInSeconds": 2,
        "stopTones": ["#"],
        "clientContext": call_id,
    })


def save_recording(operation):
    headers = {"Authorization": f"Bearer {operation['recordingAccessToken']}"}
    with urllib.request.urlopen(urllib.request.Request(operation["recordingLocation"], headers=headers)) as answer:
        wav = answer.read()
    with open("recording.wav", "wb") as file:
        file.write(wav)
    print(f"saved recording.wav: {len(wav)} bytes, {(len(wav) - 44) / 32_000:g} s", flush=True)


def on_call(call_id, call):
    media = call.get("mediaState")
    print(f"call {call['state']}" + (f", audio {media['audio']}" if media else ""), flush=True)
    # A call is established more than once: with its media the last time.
    if media and media["audio"] == "active":
        record_response(call_id)
    if call["state"] == "terminated":
        threading.Thread(target=server.shutdown).start()


def on_recorded(call_id, operation):
    result = operation["resultInfo"]
    print(
        f"recording {operation['status']}: {operation['completionReason']} ({result['code']} {result['subcode']})",
        flush=True,
    )
    if operation["status"] == "completed":
        save_recording(operation)
    ask("DELETE", f"/{call_id}")


class Webhook(BaseHTTPRequestHandler):
    def do_POST(self):
        notifications = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()
        for notification in notifications["value"]:
            resource = notification["resourceData"]
            # The id of the call stands in the path; an outgoing call that has changed has it nowhere else.
            call_id = notification["resourceUrl"].split("/")[3]
            if notification["resourceUrl"].endswith("/participants"):
                continue
            if resource["@odata.type"] == "#microsoft.graph.call":
                on_call(call_id, resource)
            else:
                on_recorded(call_id, resource)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", PORT), Webhook)
threading.Thread(target=create_call).start()
server.serve_forever()
