# The same with Python's own library.
import json
import urllib.parse
import urllib.request

form = urllib.parse.urlencode({
    "grant_type": "client_credentials",
    "client_id": "my-bot",
    "client_secret": "a-secret",
    "scope": "https://graph.microsoft.com/.default",
}).encode()
url = "https://login.microsoftonline.com/common/oauth2/v2.0/token"
token = json.load(urllib.request.urlopen(url, form))["access_token"]
body = json.dumps({
    "callbackUri": "http://localhost:9/callback",
    "targets": [{"identity": {"user": {"id": "1"}}}],
}).encode()
headers = {"Content-Type": "application/json", "Authorization": "Bearer " + token}
request = urllib.request.Request("https://graph.microsoft.com/v1.0/communications/calls", body, headers)
print(json.load(urllib.request.urlopen(request))["state"])
