using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Pipeline.EmptyFunction;

/// <summary>Answers the pixel's route with nothing.</summary>
public static class Empty
{
    /// <summary>Runs the function.</summary>
    /// <param name="req">The request; not looked at.</param>
    [Function(nameof(Empty))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "p.gif")] HttpRequest req)
    {
        _ = req;
        return Results.Ok();
    }
}
