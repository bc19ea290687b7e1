using System.Buffers;
using System.Text;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>
/// Writes a transaction as one multipart body. Boundaries are not quoted and each row is one line of JSON: Azurite silently drops actions
/// otherwise.
/// </summary>
internal static class TransactionContent
{
    private const string CommonHeaders =
        $" HTTP/1.1\r\nAccept: {TablePipeline.JsonFormat}\r\nDataServiceVersion: {TablePipeline.DataServiceVersion}\r\n";

    /// <summary>Writes the body.</summary>
    /// <param name="actions">1 or more actions.</param>
    /// <param name="table">The table's absolute address.</param>
    /// <param name="boundary">The outer boundary, to be named in the content type.</param>
    /// <exception cref="TableTransactionFailedException">An action breaks a limit of the service.</exception>
    internal static ReadOnlyMemory<byte> Write(IReadOnlyList<TableTransactionAction> actions, string table, out string boundary)
    {
        CheckCount(actions);

        boundary = $"batch_{Guid.NewGuid()}";
        var changeset = $"changeset_{Guid.NewGuid()}";
        var buffer = new ArrayBufferWriter<byte>(256 + (actions.Count * 512));
        using var writer = new EntityWriter(buffer);

        Append(buffer, $"--{boundary}\r\nContent-Type: multipart/mixed; boundary={changeset}\r\n\r\n");
        for (var index = 0; index < actions.Count; index++)
        {
            Append(buffer, $"--{changeset}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
            try
            {
                CheckPartition(actions[0], actions[index]);
                Write(buffer, writer, actions[index], table);
            }
            catch (RequestFailedException failure)
            {
                throw TableTransactionFailedException.At(index, failure);
            }

            Append(buffer, "\r\n");
        }

        Append(buffer, $"--{changeset}--\r\n\r\n--{boundary}--\r\n");
        ServiceLimits.CheckPayload(buffer.WrittenCount);
        return buffer.WrittenMemory;
    }

    private static void CheckCount(IReadOnlyList<TableTransactionAction> actions)
    {
        if (actions.Count == 0)
        {
            throw new InvalidOperationException("A transaction needs at least one action.");
        }

        if (actions.Count > ServiceLimits.MaxActions)
        {
            // The service names the last action that it would have taken.
            throw TableTransactionFailedException.At(ServiceLimits.MaxActions - 1, ServiceLimits.Refused(
                "InvalidInput", $"The transaction has {actions.Count} actions; at most {ServiceLimits.MaxActions} are allowed."));
        }
    }

    private static void CheckPartition(TableTransactionAction first, TableTransactionAction action)
    {
        if (action.Entity.PartitionKey is null || action.Entity.RowKey is null)
        {
            throw ServiceLimits.Refused("PropertiesNeedValue", "PartitionKey and RowKey must be set.");
        }

        if (!string.Equals(first.Entity.PartitionKey, action.Entity.PartitionKey, StringComparison.Ordinal))
        {
            throw ServiceLimits.Refused(
                "CommandsInBatchActOnDifferentPartitions", "All actions of a transaction must name the same partition.");
        }
    }

    private static void Write(ArrayBufferWriter<byte> buffer, EntityWriter writer, TableTransactionAction action, string table)
    {
        var type = action.ActionType;
        var entity = action.Entity;
        if (type == TableTransactionActionType.Add)
        {
            Append(buffer, $"POST {table}{CommonHeaders}Prefer: return-no-content\r\n");
        }
        else
        {
            var method = type switch
            {
                TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge => RequestMethod.Patch,
                TableTransactionActionType.UpdateReplace or TableTransactionActionType.UpsertReplace => RequestMethod.Put,
                TableTransactionActionType.Delete => RequestMethod.Delete,
                _ => throw new InvalidOperationException($"Unknown action type {type}."),
            };
            Append(buffer, $"{method} {table}{EntityAddress.Of(entity.PartitionKey, entity.RowKey)}{CommonHeaders}");
            AppendCondition(buffer, action);
        }

        if (type == TableTransactionActionType.Delete)
        {
            Append(buffer, "\r\n");
            return;
        }

        Append(buffer, "Content-Type: application/json\r\n\r\n");
        writer.Write(entity);
    }

    private static void AppendCondition(ArrayBufferWriter<byte> buffer, TableTransactionAction action)
    {
        var etag = action.ActionType switch
        {
            TableTransactionActionType.Delete => action.ETag == default ? ETag.All : action.ETag,
            TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace => action.ETag,
            _ => default,
        };
        if (etag != default)
        {
            Append(buffer, $"If-Match: {etag}\r\n");
        }
    }

    private static void Append(ArrayBufferWriter<byte> buffer, string text) => Encoding.UTF8.GetBytes(text, buffer);
}
