using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Testing;
using Pipeline.UnitTests.Architecture;

namespace Pipeline.UnitTests.Testing;

public sealed class FunctionRoutesTests
{
    [Theory]
    [InlineData("GET", "shelves/upper/books/blue", HttpStatusCode.OK, "upper blue, made 1")]
    [InlineData("PUT", "shelves/upper/books/blue", HttpStatusCode.OK, "upper blue, made 1")]
    [InlineData("POST", "shelves/upper/books/blue", HttpStatusCode.MethodNotAllowed, "")]
    [InlineData("DELETE", "Shelve", HttpStatusCode.Accepted, "")]
    [InlineData("POST", "nothing", HttpStatusCode.OK, "")]
    [InlineData("POST", "failing", HttpStatusCode.InternalServerError, "")]
    [InlineData("GET", "elsewhere", HttpStatusCode.NotFound, "")]
    public async Task Request_ToAFunction_IsAnsweredByIt(string method, string path, HttpStatusCode status, string body)
    {
        await using var app = await StartAsync();

        using var answer = await SendAsync(app, method, path);

        Assert.Equal((status, body), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Requests_OneAfterTheOther_HaveInstancesOfTheirOwn()
    {
        await using var app = await StartAsync();

        using var first = await SendAsync(app, "GET", "shelves/a/books/b");
        using var second = await SendAsync(app, "GET", "shelves/a/books/b");

        Assert.Equal("a b, made 2", await second.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task MapFunctions_OfTheProduct_MapsAll()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        var expected = FunctionTypes.Methods
            .Where(method => method.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>() is not null))
            .Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name);

        app.MapFunctions(FunctionTypes.Assembly.GetTypes());

        var mapped = ((IEndpointRouteBuilder)app).DataSources
            .SelectMany(source => source.Endpoints)
            .Select(endpoint => endpoint.DisplayName!);
        Assert.Equal(expected.Order(StringComparer.Ordinal), mapped.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(typeof(FunctionRoutesTests), "None of the types")]
    [InlineData(typeof(Counting), "Counting.Run: nothing is known for parameter count of type Int32.")]
    public async Task MapFunctions_OfATypeThatCannotBeServed_SaysWhy(Type type, string message)
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        var error = Assert.Throws<InvalidOperationException>(() => app.MapFunctions(type));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<Made>();
        var app = builder.Build();
        app.MapFunctions(typeof(Shelves));
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpResponseMessage> SendAsync(WebApplication app, string method, string path)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        return await client.SendAsync(request);
    }

    public sealed class Made
    {
        public int Times { get; set; }
    }

    public sealed class Shelves
    {
        private readonly Made _made;

        public Shelves(Made made)
        {
            _made = made;
            made.Times++;
        }

        [Function("Look")]
        public async Task<IResult> Look(
            [HttpTrigger(AuthorizationLevel.Function, "get", "put", Route = "shelves/{shelf}/books/{book}")] HttpRequest request,
            string shelf,
            string book,
            CancellationToken cancellationToken)
        {
            await Task.Yield();
            Assert.Equal(request.HttpContext.RequestAborted, cancellationToken);
            return Results.Text($"{shelf} {book}, made {_made.Times}");
        }

        [Function("Shelve")]
        public IActionResult Remove([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            Assert.True(_made.Times > 0 && request.Method == "DELETE");
            return new StatusCodeResult(StatusCodes.Status202Accepted);
        }

        [Function("Nothing")]
        public Task Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "nothing")] HttpRequest request) =>
            _made.Times > 0 ? request.Body.FlushAsync() : Task.CompletedTask;

        [Function("Fail")]
        public Task<IResult> Fail([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "failing")] HttpRequest request) =>
            throw new InvalidOperationException($"{request.Path} {_made.Times}");
    }

    public sealed class Counting
    {
        [Function("Count")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "count")] HttpRequest request, int count) =>
            Results.Text($"{request.Path} {count}");
    }
}
