namespace Pipeline.Records;

/// <summary>
/// A row changed, appeared or vanished since it was read: read again and repeat. <see cref="FailedIndex"/> tells which write of a
/// transaction was refused.
/// </summary>
public sealed class StorageConflictException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What conflicted.</param>
    /// <param name="failedIndex">Place of the refused write in its transaction; 0 for a single write.</param>
    /// <param name="innerException">The service's error.</param>
    public StorageConflictException(string message, int failedIndex, Exception? innerException = null)
        : base(message, innerException) => FailedIndex = failedIndex;

    /// <summary>Place of the refused write in its transaction; 0 for a single write.</summary>
    public int FailedIndex { get; }
}
