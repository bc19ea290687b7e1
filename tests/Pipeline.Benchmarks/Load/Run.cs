using Pipeline.Benchmarks.Servers;

namespace Pipeline.Benchmarks.Load;

/// <summary>One run of one server: what the client saw and what the server used.</summary>
internal sealed record Run(WrkResult Client, ServerStats Server)
{
    public double UserMicroseconds => Server.UserSeconds * 1e6 / Client.Requests;

    public double CpuMicroseconds => (Server.UserSeconds + Server.KernelSeconds) * 1e6 / Client.Requests;

    public double AllocatedBytes => (double)Server.AllocatedBytes / Client.Requests;

    public double? Instructions => Client.Instructions / Client.Requests;

    public double PutsPerThousand => 1000.0 * Server.Puts / Server.Events;
}
