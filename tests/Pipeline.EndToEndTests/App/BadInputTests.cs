using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Pipeline.Storage.Shared;
using Pipeline.Testing;

namespace Pipeline.EndToEndTests.App;

[Trait("Clock", "Today")]
public sealed class BadInputTests(BadInputTests.Fixture fixture) : IClassFixture<BadInputTests.Fixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("e", "application/json", "{}", "default-src 'none'; frame-ancestors 'none'")]
    [InlineData("forms/contact", "application/x-www-form-urlencoded", "email=x", "default-src 'none'; style-src 'sha256-")]
    public async Task Answers_ToPosts_SayWhatTheyAre(string path, string type, string body, string policy)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await fixture.App.Client.PostAsync(new Uri(path, UriKind.Relative), content);

        Assert.StartsWith(policy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("api/leads")]
    [InlineData("api/leads/unknown")]
    [InlineData("api/health")]
    [InlineData("c/unknown")]
    public async Task Answers_ToGets_SayWhatTheyAre(string path)
    {
        using var answer = await fixture.App.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(
            "default-src 'none'; frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task Events_MalformedJson_AreRejectedAsAWhole()
    {
        var (status, _, answer) = await PostAsync("e", "application/json", """{"v":1,"events":[{"type":""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(0, answer.GetProperty("accepted").GetInt32());
        Assert.Contains("The body is no JSON", Problems(answer).Single(), StringComparison.Ordinal);
        await AssertRejectedAsync("/e", "malformed", """{"v":1,"events":[{"type":""");
    }

    [Fact]
    public async Task Events_WrongTypesAndMissingFields_AllAreTold()
    {
        const string Event = """{"id":7,"type":"page_view","created":"yesterday","seconds":"many","props":[1],"title":false}""";

        var (status, _, answer) = await PostAsync("e", "text/plain", $$"""{"v":1,"visitor":"wrong-types","events":[{{Event}}]}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(0, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(
            ["created", "id", "props", "seconds", "title", "url"], Problems(answer).Select(problem => problem.Split(':')[0]).Order());
        await AssertRejectedAsync("/e", "invalid", Event);
    }

    [Fact]
    public async Task Events_OneOf40Kilobytes_IsRejectedAlone()
    {
        var text = new string('x', 40 * 1024);
        var body = $$$"""
            {"v":1,"visitor":"large","events":[
            {"id":"large","type":"custom","name":"large","props":{"text":"{{{text}}}"}},
            {"id":"kept","type":"page_view","url":"https://www.example.org/kept"}]}
            """;

        var (status, _, answer) = await PostAsync("e", "application/json", body);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        Assert.Contains("at most 32768 bytes", Problems(answer).Single(), StringComparison.Ordinal);
        var rejected = await AssertRejectedAsync("/e", "too_large", "\"id\":\"large\"");
        Assert.True(rejected.GetProperty("truncated").GetBoolean());
        await fixture.App.DrainAsync();
        Assert.Equal(["https://www.example.org/kept"], await fixture.StoredUrlsAsync());
    }

    [Fact]
    public async Task Events_FormWithoutEmail_IsRejected()
    {
        const string Event = """{"id":"no-mail","type":"form","form":"contact","fields":{"name":"Ada"}}""";

        var (status, _, answer) = await PostAsync("e", "application/json", $$"""{"v":1,"visitor":"no-mail","events":[{{Event}}]}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["email: is required: the e-mail address of the person."], Problems(answer));
        await AssertRejectedAsync("/e", "missing", Event);
    }

    [Theory]
    [InlineData("application/json", """{"name":"Grace"}""", "application/problem+json")]
    [InlineData("application/x-www-form-urlencoded", "name=Grace&company=Navy", "text/html")]
    public async Task Form_WithoutEmail_IsRefusedInTheSendersOwnWay(string contentType, string body, string answerType)
    {
        var (status, type, _) = await PostAsync("forms/contact", contentType, body);

        Assert.Equal((HttpStatusCode.BadRequest, answerType), (status, type));
        var rejected = await AssertRejectedAsync("/forms/contact", null, contentType == "application/json" ? "Grace\"}" : "Navy");
        Assert.Contains(
            rejected.GetProperty("problems").EnumerateArray(),
            problem => problem.GetString()!.StartsWith("email: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Form_JsonWithSeveralFaults_ListsThemAll()
    {
        var (status, type, answer) = await PostAsync(
            "forms/contact", "application/json", """{"email":"nobody","interests":[1,2],"address":{}}""");

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (status, type));
        Assert.Equal(400, answer.GetProperty("status").GetInt32());
        Assert.Equal(["address", "email", "interests"], Fields(answer).Order());
        await AssertRejectedAsync("/forms/contact", null, "nobody");
    }

    [Fact]
    public async Task Import_BadBatch_IsAProblemDocumentThatListsAllFaults()
    {
        var (status, type, answer) = await PostAsync(
            "api/events", "application/json", """{"v":2,"sent":"now","email":"not an address","events":[]}""");

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (status, type));
        Assert.Equal(["email", "events", "sent", "v"], Fields(answer).Order());
        await AssertRejectedAsync("/api/events", "invalid", "not an address");
    }

    [Fact]
    public async Task Import_EventOfNobody_IsRejected()
    {
        const string Event = """{"id":"nobody","type":"page_view","url":"ftp://example.org/"}""";

        var (status, _, answer) = await PostAsync("api/events", "application/json", $$"""{"v":1,"events":[{{Event}}]}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["url", "visitor"], Problems(answer).Select(problem => problem.Split(':')[0]).Order());
        await AssertRejectedAsync("/api/events", "invalid", Event);
    }

    [Theory]
    [InlineData("p.gif?url=javascript:alert(1)", "invalid", "javascript")]
    [InlineData("p.gif?title=nowhere", "missing", "nowhere")]
    public async Task Pixel_BadInput_StillAnswersAnImage(string path, string reason, string payload)
    {
        using var answer = await fixture.App.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/gif", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("GIF89a", Encoding.ASCII.GetString(await answer.Content.ReadAsByteArrayAsync(), 0, 6));
        await AssertRejectedAsync("/p.gif", reason, payload);
    }

    [Theory]
    [InlineData("api/reports/channels?from=2026-02-30&to=soon&model=best&at=never&kind=cash", "at", "from", "kind", "model", "to")]
    [InlineData("api/reports/attribution?from=2026-03-02&to=2026-03-01&model=first,worst", "from", "model")]
    [InlineData("api/leads?count=0&cursor=top&at=later", "at", "count", "cursor")]
    [InlineData("api/rejected?count=many&at=then", "at", "count")]
    public async Task Report_BadParameters_AllAreTold(string path, params string[] faulty)
    {
        using var answer = await fixture.App.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(faulty, Fields(Parse(await answer.Content.ReadAsStringAsync())).Order());
    }

    private static IEnumerable<string> Problems(JsonElement answer) =>
        answer.GetProperty("rejected")
            .EnumerateArray()
            .SelectMany(item => item.GetProperty("problems").EnumerateArray())
            .Select(problem => problem.GetString()!);

    private static IEnumerable<string> Fields(JsonElement problem) =>
        problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()!);

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>Posts, and again as long as the answer says that storage is too slow just now.</summary>
    private Task<(HttpStatusCode Status, string? Type, JsonElement Answer)> PostAsync(
        string path, string contentType, string body) => Poll.UntilAsync<(HttpStatusCode Status, string? Type, JsonElement Answer)>(
        async () =>
        {
            using var content = new StringContent(body, Encoding.UTF8, contentType);
            using var answer = await fixture.App.Client.PostAsync(new Uri(path, UriKind.Relative), content);
            var type = answer.Content.Headers.ContentType?.MediaType;
            var text = await answer.Content.ReadAsStringAsync();
            return (answer.StatusCode, type, type is not null && type.EndsWith("json", StringComparison.Ordinal) ? Parse(text) : default);
        },
        posted => posted.Status != HttpStatusCode.ServiceUnavailable
            && !(posted.Answer.ValueKind == JsonValueKind.Object
                && posted.Answer.TryGetProperty("retry", out var retry)
                && retry.GetBoolean()),
        Patience,
        () => fixture.App.Output);

    private Task<JsonElement> AssertRejectedAsync(string endpoint, string? reason, string payload) => Poll.UntilAsync(
        async () => (await fixture.App.GetJsonAsync("api/rejected?days=2")).GetProperty("rejected").EnumerateArray().FirstOrDefault(item =>
            item.GetProperty("endpoint").GetString() == endpoint
            && (reason is null || item.GetProperty("reason").GetString() == reason)
            && item.GetProperty("payload").GetString()!.Contains(payload, StringComparison.Ordinal)),
        item => item.ValueKind == JsonValueKind.Object,
        Patience,
        () => fixture.App.Output);

    /// <summary>One application for the tests of the class.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private readonly AzuriteFixture _azurite = new();
        private PipelineApp? _app;

        public PipelineApp App => _app ?? throw new InvalidOperationException("The fixture is not initialised.");

        /// <summary>Addresses of all stored events.</summary>
        public async Task<IReadOnlyList<string>> StoredUrlsAsync()
        {
            var urls = new List<string>();
            foreach (var table in new[] { TableNames.Visitors, TableNames.Leads })
            {
                await foreach (var row in new TableClient(_azurite.ConnectionString, table).QueryAsync<TableEntity>())
                {
                    if (row.RowKey.StartsWith("e|", StringComparison.Ordinal))
                    {
                        urls.Add(Parse(row.GetString("Body")!).GetProperty("url").GetString()!);
                    }
                }
            }

            return urls;
        }

        public async Task InitializeAsync()
        {
            await _azurite.InitializeAsync();
            _app = await PipelineApp.StartAsync(_azurite.ConnectionString);
        }

        public async Task DisposeAsync()
        {
            if (_app is not null)
            {
                await _app.DisposeAsync();
            }

            await _azurite.DisposeAsync();
        }
    }
}
