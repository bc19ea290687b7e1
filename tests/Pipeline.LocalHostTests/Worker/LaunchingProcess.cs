using System.Diagnostics;
using System.Runtime.InteropServices;
using Pipeline.LocalHost.Worker;

namespace Pipeline.LocalHostTests.Worker;

/// <summary>A process that launches a worker, lets its output through, and waits to be killed. It has a process group of its own.</summary>
internal static class LaunchingProcess
{
    public const string Command = "launch-worker";
    public const string Interrupted = "host interrupted";

    public static Process Start(string folder)
    {
        string[] arguments = [typeof(LaunchingProcess).Assembly.Location, Command, folder];
        return Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        ProcessGroup.Enter();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            Console.WriteLine(Interrupted);
        });
        var launcher = new WorkerLauncher(args[0], new Dictionary<string, string?>(), Console.Out, Console.Error);
        using var worker = launcher.Start(new Uri("http://127.0.0.1:1"), "w");
        worker.ShowOutput();
        Console.WriteLine("host saw exit code " + await worker.Exited.WaitAsync(TimeSpan.FromMinutes(5)));
        return 0;
    }
}
