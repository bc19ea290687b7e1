using System.Net;
using System.Text.Json;

namespace Pipeline.LocalHostTests.Http;

public sealed class AdminTests
{
    private static readonly FakeFunction Timer = FakeFunction.Timer(
        "AdminTimer", "0 0 3 1 1 *", call => call.NoteAsync("timer, past due " + call.Json.GetProperty("IsPastDue").GetBoolean()));

    private static TestHostOptions Options => new([.. HttpFunctions.All, Timer])
    {
        Store = new Timers.MemoryScheduleStore(),
        Settings = { ["AzureWebJobsStorage"] = "DefaultEndpointsProtocol=http;AccountName=x;AccountKey=eA==;" },
    };

    [Fact]
    public async Task Run_OfTimerFunction_RunsItOnceAndAnswers202()
    {
        await using var host = await TestHost.StartAsync(Options);

        using var answer = await host.SendAsync(HttpMethod.Post, "/admin/functions/ADMINTIMER", """{"input":""}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("timer, past due False", await host.Recorder.NextAsync());
        await host.StopAsync();
        Assert.Equal(0, host.Recorder.Count);
    }

    [Theory]
    [InlineData("/admin/functions/Item", "{}", "request to its own route")]
    [InlineData("/admin/functions/AdminTimer", "", "The body must be JSON")]
    [InlineData("/admin/functions/AdminTimer", "no json", "The body must be JSON")]
    [InlineData("/admin/functions/AdminTimer", "[]", "The body must be JSON")]
    [InlineData("/admin/functions/AdminTimer", "null", "The body must be JSON")]
    [InlineData("/admin/functions/AdminTimer", """{"input":"a","input":"b"}""", "The body must be JSON")]
    public async Task Run_ThatIsNotPossible_GivesAProblem(string url, string body, string text)
    {
        await using var host = await TestHost.StartAsync(Options);

        using var answer = await host.SendAsync(HttpMethod.Post, url, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(text, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, host.Recorder.Count);
    }

    [Theory]
    [InlineData(1024 * 1024, false, HttpStatusCode.Accepted)]
    [InlineData((1024 * 1024) + 1, false, HttpStatusCode.BadRequest)]
    [InlineData(1024 * 1024, true, HttpStatusCode.Accepted)]
    [InlineData((1024 * 1024) + 1, true, HttpStatusCode.BadRequest)]
    public async Task Run_OfLongBody_IsRefusedAbove1MiB(int bytes, bool chunked, HttpStatusCode expected)
    {
        await using var host = await TestHost.StartAsync(Options);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/functions/AdminTimer");
        request.Content = new StringContent("{}" + new string(' ', bytes - 2));
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await host.Client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Run_OfUnknownFunction_IsAnEmpty404()
    {
        await using var host = await TestHost.StartAsync(Options);

        using var answer = await host.SendAsync(HttpMethod.Post, "/admin/functions/Unknown", "{}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task List_OfFunctions_NamesTriggersAndRoutes()
    {
        await using var host = await TestHost.StartAsync(Options);

        using var list = JsonDocument.Parse(await host.Client.GetStringAsync("/admin/functions"));

        var byName = list.RootElement.EnumerateArray().ToDictionary(function => function.GetProperty("name").GetString()!);
        var timer = byName["AdminTimer"].GetProperty("config").GetProperty("bindings")[0];
        Assert.Equal("timerTrigger", timer.GetProperty("type").GetString());
        Assert.Equal("0 0 3 1 1 *", timer.GetProperty("schedule").GetString());
        Assert.Equal(host.Client.BaseAddress + "api/items/{id:int}", byName["Item"].GetProperty("invoke_url_template").GetString());
    }

    [Fact]
    public async Task Status_OfRunningHost_IsRunning()
    {
        await using var host = await TestHost.StartAsync(Options);

        using var status = JsonDocument.Parse(await host.Client.GetStringAsync("/admin/host/status"));

        Assert.Equal("Running", status.RootElement.GetProperty("state").GetString());
    }
}
