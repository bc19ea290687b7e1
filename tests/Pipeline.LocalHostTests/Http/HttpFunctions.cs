using System.Text.Json;

namespace Pipeline.LocalHostTests.Http;

/// <summary>Functions that answer requests.</summary>
internal static class HttpFunctions
{
    public static FakeFunction[] All { get; } =
    [
        FakeFunction.Http("Default", call => call.AnswerAsync(call.Http.Request.Method)),
        FakeFunction.Http("Item", call => call.AnswerAsync("int " + call.Metadata("id")), "items/{id:int}", methods: "get"),
        FakeFunction.Http("ItemByName", call => call.AnswerAsync("name " + call.Metadata("name")), "items/{name}", methods: "get"),
        FakeFunction.Http("DeleteItem", call => call.AnswerAsync("deleted " + call.Metadata("id")), "items/{id:int}", methods: "delete"),
        FakeFunction.Http("Files", call => call.AnswerAsync(call.Metadata("path") ?? "none"), "/files/{*path}", methods: "get"),
        FakeFunction.Http("Page", call => call.AnswerAsync(call.Metadata("number") ?? "first"), "pages/{number?}", methods: "get"),
        FakeFunction.Http("Status", AnswerStatusAsync, "status/{code}"),
        FakeFunction.Http("Fails", _ => Task.FromException(new InvalidOperationException("secret")), methods: "get"),
        FakeFunction.Http("Describe", DescribeAsync, methods: "post"),
        FakeFunction.Http("Slow", AnswerSlowlyAsync, methods: "get"),
        FakeFunction.Http("Keyed", call => call.AnswerAsync("function"), level: "Function", methods: "get"),
        FakeFunction.Http("KeyedByDefault", call => call.AnswerAsync("function"), level: null, methods: "get"),
        FakeFunction.Http("Master", call => call.AnswerAsync("admin"), level: "Admin", methods: "get"),
    ];

    private static Task AnswerStatusAsync(FakeInvocation call)
    {
        call.Http.Response.StatusCode = int.Parse(call.Metadata("code")!, System.Globalization.CultureInfo.InvariantCulture);
        call.Http.Response.Headers.Location = "https://elsewhere.example/";
        return Task.CompletedTask;
    }

    private static async Task DescribeAsync(FakeInvocation call)
    {
        var request = call.Http.Request;
        using var body = new StreamReader(request.Body);
        await call.AnswerAsync(JsonSerializer.Serialize(new
        {
            call.Id,
            call.Input.Http.Method,
            call.Input.Http.Url,
            Target = request.Path + request.QueryString.ToString(),
            Headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToArray()),
            call.Request.TraceContext.TraceParent,
            Body = await body.ReadToEndAsync(),
        }));
    }

    private static async Task AnswerSlowlyAsync(FakeInvocation call)
    {
        call.Recorder.Add("begin");
        await call.Recorder.Gate.Task.WaitAsync(call.Cancellation);
        await call.AnswerAsync("slow");
    }
}
