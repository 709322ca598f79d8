// A bot that records its caller, on ASP.NET Core and Azure.Identity.
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

static string Setting(string name, string otherwise) => Environment.GetEnvironmentVariable(name) ?? otherwise;

var appId = Setting("MicrosoftAppId", "2891555a-92ff-42e6-80fa-6e1300c6b5c6");
var tenantId = Setting("MicrosoftAppTenantId", "632899f8-2ea1-4604-8413-27bd2892079f");
var credential = new ClientSecretCredential(tenantId, appId, Setting("MicrosoftAppPassword", "a-secret"));
var port = Setting("PORT", "3978");

const string calls = "https://graph.microsoft.com/v1.0/communications/calls";
var scope = new TokenRequestContext(["https://graph.microsoft.com/.default"]);
var http = new HttpClient();

var configurations = new ConfigurationManager<OpenIdConnectConfiguration>(
    "https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration",
    new OpenIdConnectConfigurationRetriever());

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
var app = builder.Build();

app.MapPost("/callback", async (HttpRequest request) =>
{
    if (!await IsFromTheService(request.Headers.Authorization.ToString())) return Results.Unauthorized();
    var body = await JsonNode.ParseAsync(request.Body);
    foreach (var notification in body!["value"]!.AsArray())
    {
        // The id of the call stands in the path; an outgoing call that has changed has it nowhere else.
        var resourceUrl = (string)notification!["resourceUrl"]!;
        var callId = resourceUrl.Split('/')[3];
        if (resourceUrl.EndsWith("/participants")) continue;
        var resource = notification["resourceData"]!;
        if ((string)resource["@odata.type"]! == "#microsoft.graph.call") await OnCall(callId, resource);
        else await OnRecorded(callId, resource);
    }
    return Results.Accepted();
});

app.Lifetime.ApplicationStarted.Register(() => _ = CreateCall());
app.Run();

async Task<bool> IsFromTheService(string authorization)
{
    var configuration = await configurations.GetConfigurationAsync(CancellationToken.None);
    var result = await new JsonWebTokenHandler().ValidateTokenAsync(authorization.Replace("Bearer ", ""), new TokenValidationParameters
    {
        ValidIssuers = ["https://api.botframework.com", "https://graph.microsoft.com"],
        ValidAudience = appId,
        IssuerSigningKeys = configuration.SigningKeys,
    });
    return result.IsValid;
}

async Task OnCall(string callId, JsonNode call)
{
    var state = (string)call["state"]!;
    var audio = (string?)call["mediaState"]?["audio"];
    Console.WriteLine(audio is null ? $"call {state}" : $"call {state}, audio {audio}");
    // A call is established more than once: with its media the last time.
    if (audio == "active") await RecordResponse(callId);
    if (state == "terminated") app.Lifetime.StopApplication();
}

async Task OnRecorded(string callId, JsonNode operation)
{
    var result = operation["resultInfo"]!;
    Console.WriteLine($"recording {operation["status"]}: {operation["completionReason"]} ({result["code"]} {result["subcode"]})");
    if ((string)operation["status"]! == "completed") await SaveRecording(operation);
    await Ask(HttpMethod.Delete, $"{calls}/{callId}");
}

async Task SaveRecording(JsonNode operation)
{
    using var request = new HttpRequestMessage(HttpMethod.Get, (string)operation["recordingLocation"]!);
    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (string)operation["recordingAccessToken"]!);
    using var response = await http.SendAsync(request);
    var wav = await response.Content.ReadAsByteArrayAsync();
    await File.WriteAllBytesAsync("recording.wav", wav);
    Console.WriteLine(FormattableString.Invariant($"saved recording.wav: {wav.Length} bytes, {(wav.Length - 44) / 32_000.0} s"));
}

Task CreateCall() => Ask(HttpMethod.Post, calls, new JsonObject
{
    ["@odata.type"] = "#microsoft.graph.call",
    ["callbackUri"] = $"http://localhost:{port}/callback",
    ["targets"] = new JsonArray(new JsonObject
    {
        ["identity"] = new JsonObject { ["user"] = new JsonObject { ["id"] = "112f7296-5fa4-42ca-bae8-6a692b15d4b8" } },
    }),
    ["requestedModalities"] = new JsonArray("audio"),
    ["mediaConfig"] = new JsonObject { ["@odata.type"] = "#microsoft.graph.serviceHostedMediaConfig" },
});

Task RecordResponse(string callId) => Ask(HttpMethod.Post, $"{calls}/{callId}/recordResponse", new JsonObject
{
    ["prompts"] = new JsonArray(new JsonObject
    {
        ["@odata.type"] = "#microsoft.graph.mediaPrompt",
        ["mediaInfo"] = new JsonObject { ["uri"] = "https://cdn.contoso.com/speak-after-the-tone.wav" },
    }),
    ["maxRecordDurationInSeconds"] = 30,
    ["maxSilenceTimeoutInSeconds"] = 2,
    ["stopTones"] = new JsonArray("#"),
    ["clientContext"] = callId,
});

async Task Ask(HttpMethod method, string url, JsonNode? body = null)
{
    var token = await credential.GetTokenAsync(scope, CancellationToken.None);
    using var request = new HttpRequestMessage(method, url);
    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
    if (body is not null) request.Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
    using var response = await http.SendAsync(request);
    response.EnsureSuccessStatusCode();
}
