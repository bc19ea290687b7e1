using Pipeline.LocalHostTests.Storage;

namespace Pipeline.LocalHostTests;

/// <summary>Entry point for the tests that need a second process, which they kill.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args switch
    {
        [OtherProcess.UseLocalAzurite, .. var rest] => await OtherProcess.RunLocalAzuriteAsync(rest),
        [OtherProcess.ServeAzurite, .. var rest] => await OtherProcess.RunServerAsync(rest),
        _ => 2,
    };
}
