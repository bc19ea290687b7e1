namespace Pipeline.Health;

/// <summary>Port: asks the storage account whether it answers. Every method is one storage call that no cache answers.</summary>
public interface IStorageProbe
{
    /// <summary>Reads a row of a table.</summary>
    Task ReadTableAsync(CancellationToken cancellationToken);

    /// <summary>Reads the properties of the queue that capture writes to.</summary>
    Task ReadQueueAsync(CancellationToken cancellationToken);
}
