namespace Pipeline.LocalHost.Worker;

/// <summary>Starts workers.</summary>
internal interface IWorkerLauncher
{
    /// <summary>Folder of the functions, as the worker is told.</summary>
    string Folder { get; }

    /// <summary>Name of the application: that of the worker's assembly.</summary>
    string ApplicationName { get; }

    /// <summary>Starts one that connects to the given address and introduces itself with the given id.</summary>
    /// <exception cref="Settings.StartupException">It cannot be started.</exception>
    IWorkerProcess Start(Uri hostAddress, string workerId);
}
