using System.Buffers;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>
/// One table. Thread-safe. Failures of the service are <see cref="RequestFailedException"/> with its status and error code; what Azure would
/// refuse and the emulator would not, is refused before a request is made, with the same status and code.
/// </summary>
public class TableClient
{
    private readonly TablePipeline pipeline;
    private readonly string path;

    /// <summary>Connects with a connection string.</summary>
    /// <param name="connectionString">The connection string, see <see cref="TableServiceClient(string)"/>.</param>
    /// <param name="tableName">The table's name.</param>
    /// <exception cref="FormatException">The connection string is not usable; the message names every problem.</exception>
    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null)
    {
    }

    /// <summary>Connects with a connection string.</summary>
    /// <param name="connectionString">The connection string, see <see cref="TableServiceClient(string)"/>.</param>
    /// <param name="tableName">The table's name.</param>
    /// <param name="options">Retries, transport and the like; null for the defaults.</param>
    /// <exception cref="FormatException">The connection string is not usable; the message names every problem.</exception>
    public TableClient(string connectionString, string tableName, TableClientOptions? options = null)
        : this(TablePipeline.With(connectionString, options), tableName)
    {
    }

    /// <summary>Connects with an account key.</summary>
    /// <param name="endpoint">The account's table endpoint.</param>
    /// <param name="tableName">The table's name.</param>
    /// <param name="credential">The account's name and key.</param>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, null)
    {
    }

    /// <summary>Connects with an account key.</summary>
    /// <param name="endpoint">The account's table endpoint.</param>
    /// <param name="tableName">The table's name.</param>
    /// <param name="credential">The account's name and key.</param>
    /// <param name="options">Retries, transport and the like; null for the defaults.</param>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions? options = null)
        : this(TablePipeline.With(endpoint, credential, options), tableName)
    {
    }

    /// <summary>For test doubles.</summary>
    protected TableClient()
    {
        pipeline = null!;
        path = Name = null!;
        Uri = null!;
    }

    internal TableClient(TablePipeline pipeline, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);

        this.pipeline = pipeline;
        Name = tableName;
        path = "/" + System.Uri.EscapeDataString(tableName);
        Uri = new Uri(pipeline.Endpoint.AbsoluteUri.TrimEnd('/') + path);
    }

    /// <summary>The storage account's name.</summary>
    public virtual string AccountName => pipeline.AccountName;

    /// <summary>The table's name.</summary>
    public virtual string Name { get; }

    /// <summary>The table's address.</summary>
    public virtual Uri Uri { get; }

    /// <summary>Makes a filter in which every hole of an interpolated string is a quoted, escaped literal. Write no quotes around holes.</summary>
    /// <param name="filter">As <c>$"PartitionKey eq {key} and RowKey ge {from}"</c>.</param>
    /// <exception cref="ArgumentException">A hole's type has no literal.</exception>
    public static string CreateQueryFilter(FormattableString filter) => ODataFilter.Create(filter);

    /// <summary>Creates the table.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RequestFailedException">409 TableAlreadyExists or TableBeingDeleted, or another failure.</exception>
    public virtual Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) =>
        pipeline.CreateTableAsync(Name, mayExist: false, cancellationToken);

    /// <summary>Creates the table unless it exists.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RequestFailedException">409 TableBeingDeleted, or another failure.</exception>
    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        pipeline.CreateTableAsync(Name, mayExist: true, cancellationToken);

    /// <summary>Deletes the table with its rows; a missing table is no error, the answer then has status 404.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        pipeline.DeleteTableAsync(Name, cancellationToken);

    /// <summary>Inserts a row. The new ETag is in the answer's headers; the row's own is not changed.</summary>
    /// <typeparam name="T">The row's type.</typeparam>
    /// <param name="entity">The row.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RequestFailedException">409 EntityAlreadyExists, or another failure.</exception>
    /// <exception cref="NotSupportedException">A property has a type that cannot be stored.</exception>
    public virtual async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        CheckEntity(entity);

        using var message = pipeline.Create(RequestMethod.Post, ExpectedStatus.Written);
        message.Request.Uri.AppendPath(path, false);
        message.Request.Headers.Add("Prefer", "return-no-content");
        SetContent(message.Request, entity);
        return await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a row.</summary>
    /// <typeparam name="T">The row's type; it needs a constructor without parameters.</typeparam>
    /// <param name="partitionKey">Its partition key.</param>
    /// <param name="rowKey">Its row key.</param>
    /// <param name="select">Names of the properties to read, of the keys too; null for all. The others keep their defaults.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RequestFailedException">404 ResourceNotFound or TableNotFound, or another failure.</exception>
    /// <exception cref="InvalidCastException">A stored value does not fit the property's type.</exception>
    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await GetAsync(partitionKey, rowKey, select, ExpectedStatus.Ok, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(EntityReader.ReadOne<T>(response.Content.ToMemory().Span), response);
    }

    /// <summary>Reads a row that may be missing; a missing table counts as a missing row.</summary>
    /// <typeparam name="T">The row's type; it needs a constructor without parameters.</typeparam>
    /// <param name="partitionKey">Its partition key.</param>
    /// <param name="rowKey">Its row key.</param>
    /// <param name="select">Names of the properties to read, of the keys too; null for all. The others keep their defaults.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The row, or an answer whose HasValue is false and whose Value throws <see cref="InvalidOperationException"/>.</returns>
    /// <exception cref="InvalidCastException">A stored value does not fit the property's type.</exception>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var response = await GetAsync(partitionKey, rowKey, select, ExpectedStatus.OkOrMissing, cancellationToken).ConfigureAwait(false);
        return response.Status == 404
            ? new NoValueResponse<T>(response)
            : Response.FromValue(EntityReader.ReadOne<T>(response.Content.ToMemory().Span), response);
    }

    /// <summary>Inserts a row, or changes the stored one whatever its version.</summary>
    /// <typeparam name="T">The row's type.</typeparam>
    /// <param name="entity">The row.</param>
    /// <param name="mode">What happens to stored properties that the row does not name, or that are null in it.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="NotSupportedException">A property has a type that cannot be stored.</exception>
    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        CheckEntity(entity);
        return ChangeAsync(entity, default, mode, cancellationToken);
    }

    /// <summary>Changes a stored row if its version is the one named.</summary>
    /// <typeparam name="T">The row's type.</typeparam>
    /// <param name="entity">The row; its own ETag is not looked at.</param>
    /// <param name="ifMatch">The version that must be stored; <see cref="ETag.All"/> for any.</param>
    /// <param name="mode">What happens to stored properties that the row does not name, or that are null in it.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ArgumentException"><paramref name="ifMatch"/> is default.</exception>
    /// <exception cref="RequestFailedException">412 UpdateConditionNotSatisfied, 404 ResourceNotFound, or another failure.</exception>
    /// <exception cref="NotSupportedException">A property has a type that cannot be stored.</exception>
    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        CheckEntity(entity);
        if (ifMatch == default)
        {
            throw new ArgumentException("An update needs the ETag that was read, or ETag.All.", nameof(ifMatch));
        }

        return ChangeAsync(entity, ifMatch, mode, cancellationToken);
    }

    /// <summary>Deletes a row; a missing one is no error, the answer then has status 404.</summary>
    /// <param name="partitionKey">Its partition key.</param>
    /// <param name="rowKey">Its row key.</param>
    /// <param name="ifMatch">The version that must be stored; default for any.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RequestFailedException">412 UpdateConditionNotSatisfied, or another failure.</exception>
    public virtual async Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);

        using var message = pipeline.Create(RequestMethod.Delete, ExpectedStatus.DeletedOrMissing);
        message.Request.Uri.AppendPath(path + EntityAddress.Of(partitionKey, rowKey), false);
        message.Request.Headers.Add(HttpHeader.Names.IfMatch, (ifMatch == default ? ETag.All : ifMatch).ToString());
        return await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a row; a missing one is no error, the answer then has status 404.</summary>
    /// <param name="entity">The row; its own ETag is not looked at.</param>
    /// <param name="ifMatch">The version that must be stored; default for any.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RequestFailedException">412 UpdateConditionNotSatisfied, or another failure.</exception>
    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    /// <summary>The rows that fit a filter, by partition key and row key, ordinal.</summary>
    /// <typeparam name="T">The rows' type; it needs a constructor without parameters.</typeparam>
    /// <param name="filter">An OData filter, see <see cref="CreateQueryFilter(FormattableString)"/>; null for all rows.</param>
    /// <param name="maxPerPage">Rows of a page, 1 to 1,000; null for 1,000. Not a limit on the whole.</param>
    /// <param name="select">Names of the properties to read, of the keys too; null for all. The others keep their defaults.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The rows; requests are made while they are enumerated.</returns>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        new PagedQuery<T>(
            (continuation, pageSize, token) => GetPageAsync<T>(filter, select, continuation, pageSize, token), maxPerPage, cancellationToken);

    /// <summary>Does all of some actions, or none. An update without ETag inserts a missing row.</summary>
    /// <param name="transactionActions">1 to 100 actions on different rows of one partition, at most 4 MiB.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>One answer per action, in their order, each with the new ETag in its headers.</returns>
    /// <exception cref="InvalidOperationException">There is no action.</exception>
    /// <exception cref="TableTransactionFailedException">An action failed; nothing was changed.</exception>
    /// <exception cref="RequestFailedException">The transaction as a whole was refused, or it is unknown what it changed.</exception>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);

        var actions = transactionActions as IReadOnlyList<TableTransactionAction> ?? [.. transactionActions];
        var content = TransactionContent.Write(actions, Uri.AbsoluteUri, out var boundary);

        using var message = pipeline.Create(RequestMethod.Post, ExpectedStatus.Accepted);
        message.Request.Uri.AppendPath("/$batch", false);
        message.Request.Headers.Add(HttpHeader.Names.ContentType, $"multipart/mixed; boundary={boundary}");
        message.Request.Content = RequestContent.Create(content);
        var response = await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(TransactionAnswer.Read(response, actions.Count), response);
    }

    private static void CheckEntity<T>(T entity)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(entity.PartitionKey);
        ArgumentNullException.ThrowIfNull(entity.RowKey);
    }

    private static void SetContent(Request request, ITableEntity entity)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new EntityWriter(buffer);
        writer.Write(entity);
        request.Headers.Add(HttpHeader.Names.ContentType, "application/json");
        request.Content = RequestContent.Create(buffer.WrittenMemory);
    }

    private async Task<Response> GetAsync(
        string partitionKey, string rowKey, IEnumerable<string>? select, ResponseClassifier expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);

        using var message = pipeline.Create(RequestMethod.Get, expected);
        message.Request.Uri.AppendPath(path + EntityAddress.Of(partitionKey, rowKey), false);
        QueryOptions.Append(message.Request.Uri, filter: null, select, pageSize: null);
        return await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Response> ChangeAsync(ITableEntity entity, ETag ifMatch, TableUpdateMode mode, CancellationToken cancellationToken)
    {
        var method = mode switch
        {
            TableUpdateMode.Merge => RequestMethod.Patch,
            TableUpdateMode.Replace => RequestMethod.Put,
            _ => throw new ArgumentException($"Unknown update mode {mode}.", nameof(mode)),
        };

        using var message = pipeline.Create(method, ExpectedStatus.Written);
        message.Request.Uri.AppendPath(path + EntityAddress.Of(entity.PartitionKey, entity.RowKey), false);
        if (ifMatch != default)
        {
            message.Request.Headers.Add(HttpHeader.Names.IfMatch, ifMatch.ToString());
        }

        SetContent(message.Request, entity);
        return await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Page<T>> GetPageAsync<T>(
        string? filter, IEnumerable<string>? select, string? continuation, int? pageSize, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        using var message = pipeline.Create(RequestMethod.Get, ExpectedStatus.Ok);
        var uri = message.Request.Uri;
        uri.AppendPath(path + "()", false);
        QueryOptions.Append(uri, filter, select, pageSize);
        ContinuationToken.Append(uri, continuation);

        var response = await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Page<T>.FromValues(
            EntityReader.ReadPage<T>(response.Content.ToMemory().Span), ContinuationToken.Read(response.Headers), response);
    }
}
