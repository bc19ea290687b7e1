using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Pipeline.LocalHost.Storage;

namespace Pipeline.LocalHostTests.Storage;

/// <summary>What the second process does: start an Azurite, print "ready" and the ports, and wait to be killed.</summary>
internal static class OtherProcess
{
    public const string UseLocalAzurite = "use-local-azurite";
    public const string ServeAzurite = "serve-azurite";
    public const string InstallAzurite = "install-azurite";

    public static Process Start(string command, string folder, AzuritePorts ports)
    {
        string[] arguments =
        [
            typeof(OtherProcess).Assembly.Location, command, folder, .. ports.Services.Select(service => Text(service.Port))
        ];
        return Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
    }

    public static async Task<AzuritePorts> ReadyAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is ["ready", .. var ports])
            {
                return Ports(ports);
            }
        }

        throw new InvalidOperationException("The other process ended before it was ready.");
    }

    public static async Task<int> RunLocalAzuriteAsync(string[] args)
    {
        var azurite = new LocalAzurite(args[0], Ports(args[1..]), new AzuriteInstaller(AzuriteFolder.Default));
        await using var use = await azurite.EnsureRunningAsync(TextWriter.Null, CancellationToken.None);
        return await WaitAsync(Ports(args[1..]));
    }

    public static async Task<int> RunServerAsync(string[] args)
    {
        var installation = await new AzuriteInstaller(AzuriteFolder.Default).InstallAsync(TextWriter.Null, CancellationToken.None);
        await using var server = await AzuriteServer.StartAsync(installation, Ports(args[1..]), args[0], CancellationToken.None);
        return await WaitAsync(server.Ports);
    }

    public static Process StartInstall(string folder, string searchPath, int port)
    {
        string[] arguments = [typeof(OtherProcess).Assembly.Location, InstallAzurite, folder];
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
        start.Environment["PATH"] = searchPath;
        start.Environment["FAKE_NPM_PORT"] = Text(port);
        return Process.Start(start)!;
    }

    public static async Task<int> RunInstallAsync(string[] args)
    {
        ProcessGroup.Enter();
        using var interrupted = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            interrupted.Cancel();
        });
        try
        {
            await new AzuriteInstaller(args[0]).InstallAsync(Console.Out, interrupted.Token);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    private static async Task<int> WaitAsync(AzuritePorts ports)
    {
        Console.WriteLine("ready " + string.Join(' ', ports.Services.Select(service => Text(service.Port))));
        await Task.Delay(TimeSpan.FromMinutes(5), TimeProvider.System);
        return 1;
    }

    private static AzuritePorts Ports(string[] ports) => new(Number(ports[0]), Number(ports[1]), Number(ports[2]));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
