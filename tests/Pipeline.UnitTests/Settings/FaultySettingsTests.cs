using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Pipeline.Functions.Capture;
using Pipeline.Functions.Health;
using Pipeline.Functions.Identity;
using Pipeline.Functions.Leads.Handoffs;
using Pipeline.Functions.Rejected;
using Pipeline.Functions.Reports;
using Pipeline.Functions.Scoring.Refresh;
using Pipeline.Functions.Settings;
using Pipeline.Functions.Uploads;
using Pipeline.Health;
using Pipeline.Leads.Handoffs;
using Pipeline.Records;
using Pipeline.Rejected;
using Pipeline.Settings;
using Pipeline.UnitTests.Rejected;

namespace Pipeline.UnitTests.Settings;

public sealed class FaultySettingsTests
{
    // One fault in every group that must not stop capture, and a misspelt name in every place.
    private static readonly (string, string?)[] Faults =
    [
        ("Pipeline:Currency", "Euro"), ("Pipeline:TodayMaxAge", "soon"), ("Pipeline:RulesDelay", "2.00:00:00"),
        ("Pipeline:Imports:MaxRows", "0"),
        ("Pipeline:Reports:MarginPercent", "0"), ("Pipeline:Handoff:Url", "nowhere"), ("Pipeline:Links:fair:Target", "ftp://example.org"),
        ("Pipeline:TimZone", "UTC"),
        ("Pipeline:Capture:Site:0", "x"), ("Pipeline:Storage:Prefix", "x"), ("Pipeline:Reportz:X", "1"), ("Pipeline:Imports:Rows", "1"),
    ];

    [Fact]
    public void Start_InProductionWithFaultsBesidesCapture_Goes()
    {
        using var services = Composition.Of(Faults);
        var error = new StringWriter();

        Assert.True(StartCheck.Passes(services, error));
        Assert.Empty(error.ToString());
    }

    [Fact]
    public void Start_InDevelopmentWithAnyFault_ListsAllAndDoesNotGo()
    {
        using var services = Composition.In("Development", Faults);
        var error = new StringWriter();

        Assert.False(StartCheck.Passes(services, error));

        var lines = error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("The application cannot start, settings are not valid:", lines[0]);
        Assert.All(lines[1..], line => Assert.StartsWith("  - Pipeline:", line, StringComparison.Ordinal));
        Assert.Equal(services.GetRequiredService<SettingsCheck>().Problems.Count, lines.Length - 1);
        Assert.Contains("  - Pipeline:TimZone is not known. Did you mean Pipeline:TimeZone?", lines);
    }

    [Theory]
    [InlineData("Pipeline:TimeZone", "Mars")]
    [InlineData("Pipeline:Capture:MaxBatchEvents", "0")]
    [InlineData("Pipeline:Storage:TablePrefix", "a b")]
    [InlineData("AzureWebJobsStorage", "x")]
    public void Start_InProductionWithAFaultOfCapture_DoesNotGo(string name, string value)
    {
        using var services = Composition.Of((name, value), ("Pipeline:Reports:MarginPercent", "0"));
        var error = new StringWriter();

        Assert.False(StartCheck.Passes(services, error));
        Assert.Contains("  - " + name, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("  - Pipeline:Reports:MarginPercent", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", "Development", false)]
    [InlineData("Development", "Production", true)]
    [InlineData("Development", null, false)]
    [InlineData("Production", null, true)]
    public void Start_Environment_IsThatOfTheSettingOrElseOfTheHost(string host, string? setting, bool passes)
    {
        using var services = Composition.In(host, ("AZURE_FUNCTIONS_ENVIRONMENT", setting), ("Pipeline:X", "1"));

        Assert.Equal(passes, StartCheck.Passes(services, TextWriter.Null));
    }

    [Fact]
    public void Start_WithoutFaults_Goes()
    {
        using var services = Composition.In("Development");

        Assert.True(StartCheck.Passes(services, TextWriter.Null));
    }

    [Theory]
    [InlineData(typeof(CapturePixel))]
    [InlineData(typeof(CaptureEvents))]
    [InlineData(typeof(CaptureForm))]
    [InlineData(typeof(CaptureConsent))]
    [InlineData(typeof(FollowLink))]
    [InlineData(typeof(ServeTrackerScript))]
    [InlineData(typeof(ServeFormScript))]
    [InlineData(typeof(ImportEvents))]
    [InlineData(typeof(KeepPoison))]
    [InlineData(typeof(StitchIdentity))]
    [InlineData(typeof(UpdateScores))]
    [InlineData(typeof(GetHealth))]
    public void Function_ThatNeedsNoneOfTheFaultySettings_CanBeMade(Type function)
    {
        using var services = Composition.Of(Faults);

        Assert.NotNull(ActivatorUtilities.CreateInstance(services, function));
    }

    [Fact]
    public async Task Pixel_WithFaultsBesidesCapture_IsAnswered()
    {
        using var services = Composition.Of(Faults);
        var context = Http(services);
        context.Request.Method = "HEAD";

        await InvokeAsync(
            services, context, async () => await ActivatorUtilities.CreateInstance<CapturePixel>(services).Run(context.Request));

        Assert.Equal(200, context.Response.StatusCode);
    }

    [Theory]
    [InlineData("Pipeline:Reports:MarginPercent", "0")]
    [InlineData("Pipeline:Reports:Margin", "10")]
    [InlineData("Pipeline:Currency", "Euro")]
    public async Task Report_WithFaultySettings_Is503WithTheReason(string name, string value)
    {
        using var services = Composition.Of((name, value));
        var context = Http(services);

        await InvokeAsync(
            services,
            context,
            async () => await ActivatorUtilities.CreateInstance<GetReport>(services).Run(context.Request, "channels", default));

        AssertUnavailable(context, name);
    }

    [Theory]
    [InlineData("Pipeline:Imports:MaxBodyBytes", "1")]
    [InlineData("Pipeline:Imports:MaxRow", "1")]
    public async Task Upload_WithFaultySettings_Is503WithTheReason(string name, string value)
    {
        using var services = Composition.Of((name, value));
        var context = Http(services);

        await InvokeAsync(
            services, context, async () => await ActivatorUtilities.CreateInstance<ImportCosts>(services).Run(context.Request, default));

        AssertUnavailable(context, name);
    }

    [Fact]
    public async Task Link_WithFaultySettings_Is503AndTheOthersWork()
    {
        using var bed = new Pipeline.UnitTests.Capture.CaptureBed(
            ("Pipeline:LinkHosts:0", "www.example.org"),
            ("Pipeline:Links:good:Target", "https://www.example.org/?utm_source=a"),
            ("Pipeline:Links:bad:Target", "https://evil.test/?utm_source=a"));
        var services = bed.Get<IServiceProvider>();
        var (good, bad) = (bed.Request("GET", "https://data.example.org/c/good"), bed.Request("GET", "https://data.example.org/c/bad"));

        await InvokeAsync(services, good, async () => await bed.Function<FollowLink>().Run(good.Request, "good"));
        await InvokeAsync(services, bad, async () => await bed.Function<FollowLink>().Run(bad.Request, "BAD"));

        Assert.Equal(302, good.Response.StatusCode);
        AssertUnavailable(bad, "Pipeline:Links:bad:Target");
        Assert.Single(bed.Queue.Events);
    }

    [Fact]
    public async Task Message_OfAFunctionWithFaultySettings_IsPutBackForAWhileAndNotFailed()
    {
        using var services = Composition.Of(("Pipeline:Handoff:Url", "nowhere"));
        var queue = new FakeWorkQueue();
        var intake = new QueueIntake(new FakeRejectedStore(), queue, TimeProvider.System, NullLogger<QueueIntake>.Instance);
        var faulty = new FaultySettings(services.GetRequiredService<SettingsCheck>(), intake, NullLogger<FaultySettings>.Instance);
        var context = Context(nameof(SendHandoff));
        var binding = new Mock<BindingContext>();
        binding
            .Setup(binding => binding.BindingData)
            .Returns(new Dictionary<string, object?> { ["QueueTrigger"] = Convert.ToBase64String("{\"a\":1}"u8) });
        context.Setup(context => context.BindingContext).Returns(binding.Object);

        await faulty.Invoke(context.Object, async _ => await services.GetRequiredService<IHandoffReceiver>().SendAsync(null!, default));

        Assert.Equal([(QueueNames.Handoffs, "{\"a\":1}")], queue.Sent);
        Assert.Equal(FaultySettings.Wait, queue.LastDelay);
    }

    [Fact]
    public async Task Failure_ThatIsNoFaultOfSettings_IsPassedOn()
    {
        using var services = Composition.Of(Faults);

        await Assert.ThrowsAsync<InvalidDataException>(() => InvokeAsync(services, Http(services), () => throw new InvalidDataException()));
    }

    [Fact]
    public void Handoffs_WithFaultySettings_StayAskedForAndDoNotStopScoring()
    {
        using var services = Composition.Of(("Pipeline:Handoff:Secret", "short"), ("Pipeline:Handoff:Url", "https://example.org"));

        Assert.True(services.GetRequiredService<IHandoffReceiver>().IsConfigured);
        Assert.NotNull(ActivatorUtilities.CreateInstance<UpdateScores>(services));
    }

    [Fact]
    public async Task Health_WithFaultySettings_FailsAndTellsThem()
    {
        using var services = Composition.Of(Faults);
        var handler = new HealthHandler(
            Mock.Of<IStorageProbe>(),
            services.GetRequiredService<SettingsCheck>(),
            new SettingsWarnings([], Mock.Of<ISettingsStore>()),
            TimeProvider.System,
            NullLogger<HealthHandler>.Instance);
        var context = Http(services);

        await (await new GetHealth(handler).Run(context.Request, default)).ExecuteAsync(context);

        using var answer = Body(context);
        Assert.Equal(503, context.Response.StatusCode);
        Assert.Equal(("failing", "ok", "ok"), (Text(answer, "status"), Text(answer, "tables"), Text(answer, "queues")));
        Assert.Contains(
            "Pipeline:TimZone is not known. Did you mean Pipeline:TimeZone?",
            answer.RootElement.GetProperty("settings").EnumerateArray().Select(text => text.GetString()));
    }

    [Fact]
    public async Task Alarm_AtStart_IsRaisedOnceAndOnlyForFaults()
    {
        foreach (var (faults, count) in new[] { (Faults, 1), ([], 0) })
        {
            var logger = new Mock<ILogger>();
            logger.Setup(logger => logger.IsEnabled(It.IsAny<LogLevel>())).Returns(true);
            var loggers = Mock.Of<ILoggerProvider>(provider => provider.CreateLogger(It.IsAny<string>()) == logger.Object);
            using var services = Composition.Of(faults);
            services.GetRequiredService<ILoggerFactory>().AddProvider(loggers);

            foreach (var alarm in services.GetServices<IHostedService>().Where(service => service.GetType().Name == "SettingsAlarm"))
            {
                await alarm.StartAsync(default);
            }

            Assert.Equal(
                count, logger.Invocations.Count(call => call.Method.Name == "Log" && (LogLevel)call.Arguments[0]! == LogLevel.Critical));
        }
    }

    private static DefaultHttpContext Http(IServiceProvider services)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        context.Response.Body = new MemoryStream();
        return context;
    }

    private static Mock<FunctionContext> Context(string function)
    {
        var context = new Mock<FunctionContext>();
        context
            .Setup(context => context.FunctionDefinition)
            .Returns(Mock.Of<FunctionDefinition>(definition => definition.Name == function));
        context.Setup(context => context.Items).Returns(new Dictionary<object, object>());
        return context;
    }

    private static Task InvokeAsync(IServiceProvider services, HttpContext http, Func<Task<IResult>> run)
    {
        var check = services.GetRequiredService<SettingsCheck>();
        var intake = new QueueIntake(new FakeRejectedStore(), new FakeWorkQueue(), TimeProvider.System, NullLogger<QueueIntake>.Instance);
        var context = Context("AnyHttpFunction");
        context.Object.Items["HttpRequestContext"] = http;
        return new FaultySettings(check, intake, NullLogger<FaultySettings>.Instance).Invoke(
            context.Object, async _ => await (await run()).ExecuteAsync(http));
    }

    private static void AssertUnavailable(HttpContext context, string setting)
    {
        using var answer = Body(context);
        Assert.Equal((503, "application/problem+json"), (context.Response.StatusCode, context.Response.ContentType));
        var errors = answer.RootElement.GetProperty("errors")
            .EnumerateArray()
            .Select(error => error.GetProperty("detail").GetString()!)
            .ToList();
        Assert.Contains(errors, error => error.StartsWith(setting, StringComparison.Ordinal));
    }

    private static JsonDocument Body(HttpContext context) => JsonDocument.Parse(((MemoryStream)context.Response.Body).ToArray());

    private static string? Text(JsonDocument answer, string name) => answer.RootElement.GetProperty(name).GetString();
}
