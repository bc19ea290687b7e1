using System.Diagnostics;

/// <summary>
/// Runs in the worker before its <c>Main</c> and ends it when its standard input ends, which is when the local host is gone, however it
/// went: a killed host must not leave a worker behind that goes on with its queues. .NET finds the class by this name, outside of a
/// namespace.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        // Processes that the worker starts are not ours.
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
        var watch = new Thread(EndWithHost) { IsBackground = true, Name = "local host watch" };
        watch.Start();
    }

    private static void EndWithHost()
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[1];
        while (input.Read(buffer) > 0)
        {
        }

        Process.GetCurrentProcess().Kill();
    }
}
