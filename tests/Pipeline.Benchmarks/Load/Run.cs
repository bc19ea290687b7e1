using Pipeline.Benchmarks.Servers;

namespace Pipeline.Benchmarks.Load;

/// <summary>One run of one host: what the client saw and what the processes used.</summary>
/// <param name="Client">What the client saw.</param>
/// <param name="Cpu">What host and worker used meanwhile.</param>
/// <param name="Puts">Messages in the queue afterwards.</param>
internal sealed record Run(WrkResult Client, CpuTimes Cpu, long Puts)
{
    public double HostMicroseconds => Cpu.HostSeconds * 1e6 / Client.Requests;

    public double WorkerMicroseconds => Cpu.WorkerSeconds * 1e6 / Client.Requests;

    public double PutsPerThousand => 1000.0 * Puts / Client.Requests;
}
