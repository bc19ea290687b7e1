using System.Globalization;
using System.Net;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Capture;
using Pipeline.Records;
using Pipeline.Testing;

namespace Pipeline.EndToEndTests.App;

[Trait("Clock", "Today")]
public sealed class StartStopTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Start_Verbose_ListsEveryFunction()
    {
        await using var app = await PipelineApp.StartAsync(azurite.ConnectionString, [], "--verbose");

        var functions = typeof(CaptureEvents).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name).OfType<string>().ToList();
        string[] samples =
        [
            $"ListLeads: [GET,HEAD] {app.Address}api/leads", "StitchIdentity: queueTrigger events", "RollUpDay: timerTrigger 0 15 2 * * *"
        ];
        Assert.True(functions.Count > samples.Length, $"{functions.Count} functions");
        Assert.All(
            functions.Select(name => $" {name}: ").Concat(samples), text => Assert.Contains(text, app.Output, StringComparison.Ordinal));
        Assert.Contains($"Demo site: {app.Address}demo/", app.Output, StringComparison.Ordinal);
        Assert.Equal(0, await app.StopAsync());
    }

    [Fact]
    public async Task FunctionKey_Configured_GuardsPrivateRoutesOnly()
    {
        await using var app = await PipelineApp.StartAsync(
            azurite.ConnectionString, ("LocalHost__FunctionKey", "open-sesame"), ("LocalHost__MasterKey", "master"));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, "api/leads"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, "api/leads?code=wrong"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(app, "admin/functions?code=open-sesame"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "api/leads?code=open-sesame"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "api/reports/channels", "open-sesame"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "admin/functions", "master"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, "s.js"));
        Assert.Equal(0, await app.StopAsync());
    }

    [Fact]
    public async Task Start_OtherAddressWithoutKey_RefusesAndSaysHow()
    {
        var (exitCode, output) = await PipelineApp.RunToEndAsync(azurite.ConnectionString, "--address", "0.0.0.0");

        Assert.Equal(1, exitCode);
        Assert.Contains("other machines could call every function, because no key is set", output, StringComparison.Ordinal);
        Assert.Contains("LocalHost__FunctionKey", output, StringComparison.Ordinal);
        Assert.DoesNotContain("ready:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_InTheMiddleOfWork_HidesNoMessage()
    {
        await using var app = await PipelineApp.StartAsync(
            azurite.ConnectionString,
            ("Pipeline__Storage__TablePrefix", "Stop"),
            ("AzureFunctionsJobHost__extensions__queues__batchSize", "1"));
        for (var i = 0; i < 60; i++)
        {
            await app.ImportAsync(new { v = 1, events = Enumerable.Range(0, 20).Select(visitor => PageView($"{i}-{visitor}", visitor)) });
        }

        var exitCode = await app.StopAsync();

        // A message that was taken and not finished would stay hidden for ten minutes.
        var queue = app.Queue(QueueNames.Events);
        var left = (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;
        var visible = 0;
        await Poll.UntilAsync(
            async () =>
            {
                var messages = (await queue.ReceiveMessagesAsync(32)).Value;
                Assert.All(messages, message => Assert.Equal(1, message.DequeueCount));
                return visible += messages.Length;
            },
            count => count >= left,
            TimeSpan.FromSeconds(20),
            () => app.Output);

        Assert.Equal(0, exitCode);
        Assert.Equal(left, visible);
    }

    private static object PageView(string id, int visitor) =>
        new
        {
            id,
            type = "page_view",
            url = "https://www.example.org/",
            visitor = string.Create(CultureInfo.InvariantCulture, $"visitor {visitor}")
        };

    private static async Task<HttpStatusCode> StatusAsync(PipelineApp app, string path, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        using var answer = await app.Client.SendAsync(request);
        return answer.StatusCode;
    }
}
