using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>The tables of one storage account. Thread-safe; make one and keep it.</summary>
public class TableServiceClient
{
    private readonly TablePipeline pipeline;

    /// <summary>Connects with a connection string: <c>UseDevelopmentStorage=true</c>, or AccountName and AccountKey with TableEndpoint or with
    /// DefaultEndpointsProtocol (default https) and EndpointSuffix (default core.windows.net).</summary>
    /// <param name="connectionString">The connection string.</param>
    /// <exception cref="FormatException">It is not usable; the message names every problem.</exception>
    public TableServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    /// <summary>Connects with a connection string.</summary>
    /// <param name="connectionString">The connection string.</param>
    /// <param name="options">Retries, transport and the like; null for the defaults.</param>
    /// <exception cref="FormatException">The connection string is not usable; the message names every problem.</exception>
    public TableServiceClient(string connectionString, TableClientOptions? options = null) =>
        pipeline = TablePipeline.With(connectionString, options);

    /// <summary>Connects with an account key.</summary>
    /// <param name="endpoint">The account's table endpoint.</param>
    /// <param name="credential">The account's name and key.</param>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, null)
    {
    }

    /// <summary>Connects with an account key.</summary>
    /// <param name="endpoint">The account's table endpoint.</param>
    /// <param name="credential">The account's name and key.</param>
    /// <param name="options">Retries, transport and the like; null for the defaults.</param>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options) =>
        pipeline = TablePipeline.With(endpoint, credential, options);

    /// <summary>Connects with tokens for <c>https://storage.azure.com/.default</c>.</summary>
    /// <param name="endpoint">The account's table endpoint; https only.</param>
    /// <param name="tokenCredential">Where tokens come from.</param>
    /// <param name="options">Retries, transport and the like; null for the defaults.</param>
    /// <exception cref="ArgumentException"><paramref name="endpoint"/> is not https.</exception>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null) =>
        pipeline = TablePipeline.With(endpoint, tokenCredential, options);

    /// <summary>For test doubles.</summary>
    protected TableServiceClient() => pipeline = null!;

    /// <summary>The storage account's name.</summary>
    public virtual string AccountName => pipeline.AccountName;

    /// <summary>The account's table endpoint.</summary>
    public virtual Uri Uri => pipeline.Endpoint;

    /// <summary>Makes a filter in which every hole of an interpolated string is a quoted, escaped literal. Write no quotes around holes.</summary>
    /// <param name="filter">As <c>$"TableName ge {from}"</c>.</param>
    /// <exception cref="ArgumentException">A hole's type has no literal.</exception>
    public static string CreateQueryFilter(FormattableString filter) => ODataFilter.Create(filter);

    /// <summary>A client for one table; it need not exist. No request is made.</summary>
    /// <param name="tableName">The table's name.</param>
    public virtual TableClient GetTableClient(string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        return new TableClient(pipeline, tableName);
    }

    /// <summary>Creates a table.</summary>
    /// <param name="tableName">3 to 63 letters and digits, a letter first.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RequestFailedException">409 TableAlreadyExists or TableBeingDeleted, or another failure.</exception>
    public virtual Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        return pipeline.CreateTableAsync(tableName, mayExist: false, cancellationToken);
    }

    /// <summary>Creates a table unless it exists.</summary>
    /// <param name="tableName">3 to 63 letters and digits, a letter first.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RequestFailedException">409 TableBeingDeleted, or another failure.</exception>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        return pipeline.CreateTableAsync(tableName, mayExist: true, cancellationToken);
    }

    /// <summary>Deletes a table with its rows; a missing table is no error, the answer then has status 404.</summary>
    /// <param name="tableName">The table's name.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        return pipeline.DeleteTableAsync(tableName, cancellationToken);
    }

    /// <summary>The account's tables, in the order of their names.</summary>
    /// <param name="filter">A filter on TableName; null for all.</param>
    /// <param name="maxPerPage">Tables of a page, 1 to 1,000; null for 1,000.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public virtual AsyncPageable<TableItem> QueryAsync(
        string? filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        new PagedQuery<TableItem>((continuation, pageSize, token) => GetPageAsync(filter, continuation, pageSize, token), maxPerPage, cancellationToken);

    private async Task<Page<TableItem>> GetPageAsync(string? filter, string? continuation, int? pageSize, CancellationToken cancellationToken)
    {
        using var message = pipeline.Create(RequestMethod.Get, ExpectedStatus.Ok);
        var uri = message.Request.Uri;
        uri.AppendPath("/Tables", false);
        QueryOptions.Append(uri, filter, select: null, pageSize);
        if (!string.IsNullOrEmpty(continuation))
        {
            uri.AppendQuery("NextTableName", continuation, true);
        }

        var response = await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        var tables = EntityReader.ReadTableNames(response.Content.ToMemory().Span).ConvertAll(name => new TableItem(name));
        return Page<TableItem>.FromValues(
            tables, response.Headers.TryGetValue("x-ms-continuation-NextTableName", out var next) ? next : null, response);
    }
}
