using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pipeline.LocalHostTests.Worker;

/// <summary>What the launched process does: tell what it was given, keep a connection open, and end when a signal reaches it.</summary>
internal static class LaunchedWorker
{
    public const string Ready = "worker ready ";
    public const string Interrupted = "worker interrupted";
    public const string Terminated = "worker terminated";
    public const int ExitCode = 3;

    private static readonly string[] Variables =
        ["LAUNCHED_SETTING__NAME", "FUNCTIONS_APPLICATION_DIRECTORY", "FUNCTIONS_WORKER_DIRECTORY", "DOTNET_STARTUP_HOOKS"];

    public static async Task<int> RunAsync(string[] args)
    {
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => End(context, Interrupted));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, Terminated));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine("arguments " + string.Join(' ', args));
        foreach (var name in Variables)
        {
            Console.WriteLine($"{name}={Environment.GetEnvironmentVariable(name)}");
        }

        Console.Error.WriteLine("worker warns");
        Console.WriteLine($"{Ready}{Environment.ProcessId} {((IPEndPoint)listener.LocalEndpoint).Port}");
        Console.WriteLine(await ended.Task.WaitAsync(TimeSpan.FromMinutes(5)));
        return ExitCode;

        void End(PosixSignalContext context, string text)
        {
            context.Cancel = true;
            ended.TrySetResult(text);
        }
    }
}
