namespace Pipeline.Health;

/// <summary>Port: asks the storage account whether it answers. Every method is one storage call that no cache answers.</summary>
public interface IStorageProbe
{
    /// <summary>Reads a row of a table.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task ReadTableAsync(CancellationToken cancellationToken);

    /// <summary>Reads the properties of the queue that capture writes to.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task ReadQueueAsync(CancellationToken cancellationToken);
}
