using System.Globalization;
using Microsoft.Extensions.Logging;
using Pipeline.LocalHost.Worker.Protocol;

namespace Pipeline.LocalHost.Worker;

/// <summary>Writes the worker's log lines with the host's own, each with the invocation it belongs to.</summary>
internal sealed class WorkerLog(ILoggerFactory loggers)
{
    public void Write(RpcLog line)
    {
        if (line.LogCategory == RpcLog.Types.RpcLogCategory.CustomMetric || line.Level == RpcLog.Types.Level.None)
        {
            return;
        }

        var logger = loggers.CreateLogger(line.Category.Length == 0 ? "Worker" : line.Category);
        var level = (LogLevel)line.Level;
        if (!logger.IsEnabled(level))
        {
            return;
        }

        _ = int.TryParse(line.EventId, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number);
        var text = line.InvocationId.Length == 0 ? line.Message : $"{line.Message} (invocation {line.InvocationId})";
        logger.Log(
            level,
            new EventId(number),
            line.Exception is null ? text : text + Environment.NewLine + Describe(line.Exception),
            null,
            (state, _) => state);
    }

    public static string Describe(RpcException exception) =>
        exception.StackTrace.Length == 0 ? exception.Message : exception.Message + Environment.NewLine + exception.StackTrace;
}
