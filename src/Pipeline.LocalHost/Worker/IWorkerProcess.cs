namespace Pipeline.LocalHost.Worker;

/// <summary>A started worker.</summary>
internal interface IWorkerProcess : IDisposable
{
    /// <summary>Ends with the exit code.</summary>
    Task<int> Exited { get; }

    /// <summary>The last lines that it printed.</summary>
    string LastOutput { get; }

    /// <summary>Lets what it prints through, what it has printed so far first.</summary>
    void ShowOutput();

    /// <summary>Ends it at once.</summary>
    void Kill();
}
