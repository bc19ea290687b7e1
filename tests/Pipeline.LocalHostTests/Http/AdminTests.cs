using System.Net;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace Pipeline.StorageTests.Embedded.Worker;

public sealed class AdminTests
{
    private static TestHostOptions Options => new(typeof(HttpFunctions), typeof(AdminTimer)) { Store = new MemoryScheduleStore(), Settings = { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true;" + "BlobEndpoint=http://127.0.0.1:1/x" } };

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
    [InlineData("/admin/functions/Unknown", "{}", HttpStatusCode.NotFound, "There is no function")]
    [InlineData("/admin/functions/Item", "{}", HttpStatusCode.BadRequest, "request to its own route")]
    [InlineData("/admin/functions/AdminTimer", "no json", HttpStatusCode.BadRequest, "The body must be JSON")]
    [InlineData("/admin/functions/AdminTimer", "[]", HttpStatusCode.BadRequest, "The body must be JSON")]
    public async Task Run_ThatIsNotPossible_GivesAProblem(string url, string body, HttpStatusCode expected, string text)
    {
        await using var host = await TestHost.StartAsync(Options);

        using var answer = await host.SendAsync(HttpMethod.Post, url, body);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(text, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
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

    public sealed class AdminTimer(Recorder recorder)
    {
        [Function("AdminTimer")]
        public void Run([TimerTrigger("0 0 3 1 1 *")] TimerInfo timer) => recorder.Add("timer, past due " + timer.IsPastDue);
    }
}
