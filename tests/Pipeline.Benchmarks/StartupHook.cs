using Pipeline.Benchmarks.Servers;

/// <summary>Runs inside the real application before its own entry point (DOTNET_STARTUP_HOOKS); name and namespace are .NET's.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        // Not for the processes that the application starts itself.
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
        QueueReplacement.Install(Environment.GetEnvironmentVariable(QueueReplacement.Variable));
        ServerControl.Start();
    }
}
