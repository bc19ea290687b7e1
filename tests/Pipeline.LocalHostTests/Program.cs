using Pipeline.LocalHostTests.Storage;
using Pipeline.LocalHostTests.Worker;

namespace Pipeline.LocalHostTests;

/// <summary>Entry point for the tests that need other processes, which they kill.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args switch
    {
        [OtherProcess.UseLocalAzurite, .. var rest] => await OtherProcess.RunLocalAzuriteAsync(rest),
        [OtherProcess.ServeAzurite, .. var rest] => await OtherProcess.RunServerAsync(rest),
        [OtherProcess.InstallAzurite, .. var rest] => await OtherProcess.RunInstallAsync(rest),
        [LaunchingProcess.Command, .. var rest] => await LaunchingProcess.RunAsync(rest),

        // A launched worker is told where its host listens, before all else.
        ["--host", ..] => await LaunchedWorker.RunAsync(args),
        _ => 2,
    };
}
