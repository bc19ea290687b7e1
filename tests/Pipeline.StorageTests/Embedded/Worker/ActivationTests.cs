using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Pipeline.StorageTests.Embedded.Worker;

public sealed class ActivationTests
{
    [Fact]
    public async Task FunctionClass_OfSingletons_IsMadeForEachRequestOfTheSameServices()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(OfSingletons)) { Configure = builder => builder.Services.AddSingleton<Counter>() });

        string[] answers = [await host.Client.GetStringAsync("/api/OfSingletons"), await host.Client.GetStringAsync("/api/OfSingletons")];

        Assert.Equal(["1 runs 1", "2 runs 1"], answers);
    }

    [Fact]
    public async Task FunctionClass_OfAScopedService_GetsOneOfItsOwnThatIsDisposed()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(OfScope))
        {
            Configure = builder => builder.Services.AddSingleton<Counter>().AddScoped<Owned>(),
        });

        string[] answers = [await host.Client.GetStringAsync("/api/OfScope"), await host.Client.GetStringAsync("/api/OfScope")];

        Assert.Equal(["owns 1", "owns 2"], answers);
        Assert.Equal("1 is released", await host.Recorder.NextAsync());
        Assert.Equal("2 is released", await host.Recorder.NextAsync());
    }

    [Fact]
    public async Task FunctionClass_OfSingletonsWhereMiddlewareGivesOtherServices_IsMadeOfThose()
    {
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(OfSingletons))
        {
            Configure = builder => builder.UseMiddleware<OtherServices>().Services.AddSingleton<Counter>(),
        });

        Assert.Equal("11 runs 1", await host.Client.GetStringAsync("/api/OfSingletons"));
    }

    [Fact]
    public async Task FunctionClass_OfServicesThatCannotBeMadeAtFirst_IsMadeOnceTheyCan()
    {
        var tries = 0;
        await using var host = await TestHost.StartAsync(new TestHostOptions(typeof(OfSingletons))
        {
            Configure = builder => builder.Services.AddSingleton(_ => ++tries == 1 ? throw new InvalidOperationException("Not yet.") : new Counter()),
        });

        using var early = await host.Client.GetAsync("/api/OfSingletons");

        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, early.StatusCode);
        Assert.Equal("1 runs 1", await host.Client.GetStringAsync("/api/OfSingletons"));
    }

    public sealed class Counter
    {
        private int _count;

        public int Count { init => _count = value; }

        public int Next() => Interlocked.Increment(ref _count);
    }

    public sealed class Owned(Counter counter, Recorder recorder) : IDisposable
    {
        public int Number { get; } = counter.Next();

        public void Dispose() => recorder.Add($"{Number} is released");
    }

    public sealed class OfSingletons(Counter counter, IOptions<HostOptions> options)
    {
        private readonly int _number = options.Value is null ? 0 : counter.Next();
        private int _runs;

        [Function("OfSingletons")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Text($"{_number} runs {++_runs}{request.QueryString}");
    }

    public sealed class OfScope(Owned owned)
    {
        [Function("OfScope")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Text($"owns {owned.Number}{request.QueryString}");
    }

    public sealed class OtherServices : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            await using var services = new ServiceCollection().AddOptions().AddSingleton(new Counter { Count = 10 }).BuildServiceProvider();
            context.InstanceServices = services;
            await next(context);
        }
    }
}
