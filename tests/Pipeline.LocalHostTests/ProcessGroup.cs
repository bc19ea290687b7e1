using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pipeline.LocalHostTests;

/// <summary>Processes that a terminal would treat as one: Ctrl+C reaches all of them.</summary>
internal static class ProcessGroup
{
    private const int SigInt = 2;

    /// <summary>Makes a group of this process and those that it will start.</summary>
    public static void Enter()
    {
        if (SetGroup(0, 0) != 0)
        {
            throw new InvalidOperationException("No process group could be made.");
        }
    }

    /// <summary>Does what Ctrl+C does.</summary>
    /// <param name="leader">The process that made the group.</param>
    public static void Interrupt(Process leader) => Assert.Equal(0, SendSignal(-leader.Id, SigInt));

    /// <summary>Sends a signal to one process.</summary>
    public static void Signal(int processId, int signal) => Assert.Equal(0, SendSignal(processId, signal));

    [DllImport("libc", EntryPoint = "setpgid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetGroup(int processId, int groupId);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
