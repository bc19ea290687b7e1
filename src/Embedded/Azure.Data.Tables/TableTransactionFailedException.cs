using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>A transaction was refused and changed nothing. Status and error code are those of the action that failed.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    internal const string FailedIndexKey = "FailedEntity";

    /// <summary>Wraps the failure of one action; its raw response is not kept.</summary>
    /// <param name="requestFailedException">The failure; its data may name the action's index.</param>
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            Required(requestFailedException).Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
        foreach (var key in requestFailedException.Data.Keys)
        {
            Data[key] = requestFailedException.Data[key];
        }

        if (Data[FailedIndexKey] is string text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            FailedTransactionActionIndex = index;
        }
    }

    /// <summary>Position, from 0, of the action that failed; null if the service did not say.</summary>
    public int? FailedTransactionActionIndex { get; }

    internal static TableTransactionFailedException At(int index, RequestFailedException failure)
    {
        failure.Data[FailedIndexKey] = index.ToString(CultureInfo.InvariantCulture);
        return new TableTransactionFailedException(failure);
    }

    private static RequestFailedException Required(RequestFailedException requestFailedException)
    {
        ArgumentNullException.ThrowIfNull(requestFailedException);
        return requestFailedException;
    }
}
