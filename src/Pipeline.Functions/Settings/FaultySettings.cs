using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Functions.Answers;
using Pipeline.Problems;
using Pipeline.Rejected;
using Pipeline.Settings;

namespace Pipeline.Functions.Settings;

/// <summary>
/// Around every function: one that needs settings that are faulty answers 503 with the reason, or puts its message back, so that no message
/// uses up its tries before the settings are corrected. While all are right it costs a comparison.
/// </summary>
public sealed partial class FaultySettings : IFunctionsWorkerMiddleware
{
    /// <summary>Time until a message that was put back is delivered again: 10 minutes.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMinutes(10);

    private static readonly Lazy<Dictionary<string, string>> Queues = new(FindQueues);

    private readonly SettingsCheck _check;
    private readonly QueueIntake _intake;
    private readonly ILogger<FaultySettings> _logger;
    private readonly bool _exist;

    /// <summary>Makes the middleware.</summary>
    /// <param name="check">Knows what is wrong.</param>
    /// <param name="intake">Takes messages back.</param>
    /// <param name="logger">Told of what was not done.</param>
    public FaultySettings(SettingsCheck check, QueueIntake intake, ILogger<FaultySettings> logger) =>
        (_check, _intake, _logger, _exist) = (check, intake, logger, check.Problems.Count > 0);

    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) => _exist ? InvokeAsync(context, next) : next(context);

    private async Task InvokeAsync(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OptionsValidationException fault) when (context.GetHttpContext() is { Response.HasStarted: false } http)
        {
            Log.NotAnswered(_logger, context.FunctionDefinition.Name, string.Join(" ", _check.Tell(fault)));
            await Answer(fault).ExecuteAsync(http);
        }
        catch (OptionsValidationException fault) when (Queues.Value.TryGetValue(context.FunctionDefinition.Name, out var queue))
        {
            Log.PutBack(_logger, context.FunctionDefinition.Name, Wait, string.Join(" ", _check.Tell(fault)));
            var text = (string)context.BindingContext.BindingData["QueueTrigger"]!;
            await _intake.PutBackAsync(queue, text, Wait, context.CancellationToken);
        }
    }

    private IResult Answer(OptionsValidationException fault) => ProblemDocument.Of(
        StatusCodes.Status503ServiceUnavailable,
        "Settings of this feature are not valid.",
        "Nothing was done. Correct the settings that errors lists and restart the application; GET /api/health lists all of them.",
        [.. _check.Tell(fault).Select(text => new Problem(Problem.Invalid, string.Empty, text))]);

    private static Dictionary<string, string> FindQueues() => (
        from type in typeof(FaultySettings).Assembly.GetExportedTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        let trigger = method.GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<QueueTriggerAttribute>())
            .FirstOrDefault(found => found is not null)
        where function is not null && trigger is not null
        select (function.Name, trigger.QueueName)).ToDictionary(StringComparer.OrdinalIgnoreCase);

    private static partial class Log
    {
        [LoggerMessage(9011, LogLevel.Warning, "{Function} answered 503, because settings are not valid: {Problems}")]
        public static partial void NotAnswered(ILogger logger, string function, string problems);

        [LoggerMessage(9012, LogLevel.Warning, "{Function} put its message back for {Wait}, because settings are not valid: {Problems}")]
        public static partial void PutBack(ILogger logger, string function, TimeSpan wait, string problems);
    }
}
