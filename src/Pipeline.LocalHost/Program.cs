using System.Runtime.InteropServices;
using Pipeline.LocalHost.Settings;

namespace Pipeline.LocalHost;

/// <summary>Entry point: runs until somebody stops it or it cannot go on.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (CommandLine.Parse(args, []).Help)
        {
            Console.WriteLine(CommandLine.HelpText);
            return 0;
        }

        using var stop = new CancellationTokenSource();
        var signals = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
            .Select(signal => PosixSignalRegistration.Create(signal, Stop))
            .ToList();
        try
        {
            return await RunAsync(args, stop.Token);
        }
        finally
        {
            signals.ForEach(signal => signal.Dispose());
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task<int> RunAsync(string[] args, CancellationToken stop)
    {
        try
        {
            await using var host = await FunctionsHost.StartAsync(args, new HostOptions(), stop);
            var stopped = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            if (await Task.WhenAny(stopped, host.Failed) == stopped)
            {
                return 0;
            }

            await Console.Error.WriteLineAsync(await host.Failed);
            return 1;
        }
        catch (StartupException exception)
        {
            // The worker has told its problems itself where there is nothing to add.
            if (exception.Message.Length > 0)
            {
                await Console.Error.WriteLineAsync(exception.Message);
            }

            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
    }
}
