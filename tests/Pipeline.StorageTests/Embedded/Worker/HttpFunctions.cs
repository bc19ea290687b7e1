using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Pipeline.StorageTests.Embedded.Worker;

[SuppressMessage("Performance", "CA1822", Justification = "Instance methods are what is tested.")]
public sealed class HttpFunctions(Recorder recorder)
{
    [Function("Default")]
    public IResult Default([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text(request.Method);

    [Function("Item")]
    public Task<IResult> Item([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id:int}")] HttpRequest request, int id) =>
        Task.FromResult(Results.Text("int " + (id + 1)));

    [Function("ItemByName")]
    public static IResult ItemByName([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{name}")] HttpRequest request, string NAME) => Results.Text("name " + NAME);

    [Function("DeleteItem")]
    public ValueTask<IResult> DeleteItem([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "items/{id:int}")] HttpRequest request, long id) =>
        ValueTask.FromResult(Results.Text("deleted " + id));

    [Function("Files")]
    public IResult Files([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string? path) => Results.Text(path ?? "none");

    [Function("Page")]
    public IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{number?}")] HttpRequest request, int? number, int size = 20) =>
        Results.Text($"{number?.ToString(CultureInfo.InvariantCulture) ?? "first"} of {size}");

    [Function("Typed")]
    public IResult Typed(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "typed/{id}/{flag}/{at}/{big}")] HttpRequest request, Guid id, bool flag, DateTimeOffset at, long big)
    {
        recorder.Add("ran");
        return Results.Text(string.Create(CultureInfo.InvariantCulture, $"{id:N} {flag} {at.UtcDateTime:yyyy-MM-dd HH:mm} {big}"));
    }

    [Function("Action")]
    public IActionResult Action([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => new OkObjectResult(new { LeadId = "l_1" });

    [Function("Both")]
    public object Both([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => new ActionAndResult();

    [Function("Text")]
    public string Text([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "not written";

    [Function("Direct")]
    public Task Direct([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => request.HttpContext.Response.WriteAsync("direct");

    [Function("Property")]
    public Answer Property([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => new(new StatusCodeResult(418));

    [Function("Fails")]
    public IResult Fails([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        request.HttpContext.Response.Headers["X-Leak"] = "1";
        throw new InvalidOperationException("secret");
    }

    [Function("Context")]
    public IResult Context([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "context/{key}")] HttpRequest request, FunctionContext context, CancellationToken cancellationToken) =>
        Results.Text($"{context.FunctionDefinition.Name} {context.BindingContext.BindingData["KEY"]} {context.GetHttpContext() == request.HttpContext} "
            + $"{cancellationToken == request.HttpContext.RequestAborted} {context.Items.ContainsKey("seen")}");

    [Function("Slow")]
    public async Task<IResult> Slow([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        recorder.Add("begin");
        await recorder.Gate.Task.WaitAsync(request.HttpContext.RequestAborted);
        return Results.Text("slow");
    }

    [Function("Keyed")]
    public IResult Keyed([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => Results.Text("function");

    [Function("Master")]
    public IResult Master([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) => Results.Text("admin");

    public sealed record Answer([property: HttpResult] IActionResult Result);

    private sealed class ActionAndResult : IActionResult, IResult
    {
        public Task ExecuteResultAsync(ActionContext context) => context.HttpContext.Response.WriteAsync("action");

        public Task ExecuteAsync(HttpContext httpContext) => httpContext.Response.WriteAsync("result");
    }
}
