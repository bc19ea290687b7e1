using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>An account's endpoint with the pipeline that sends requests to it; shared by a service client and its table clients.</summary>
internal sealed class TablePipeline
{
    internal const string JsonFormat = "application/json;odata=minimalmetadata";
    internal const string DataServiceVersion = "3.0";
    private const string StorageScope = "https://storage.azure.com/.default";

    private readonly HttpPipeline pipeline;
    private readonly string version;

    private TablePipeline(Uri endpoint, string accountName, TableClientOptions? options, HttpPipelinePolicy authentication)
    {
        options ??= new TableClientOptions();
        Endpoint = endpoint;
        AccountName = accountName;
        version = options.VersionString;
        pipeline = HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            PerRetryPolicies = { authentication },
            ResponseClassifier = ExpectedStatus.Ok,
            RequestFailedDetailsParser = TableErrorParser.Instance,
        });
    }

    /// <summary>The account's endpoint, without a slash at the end of a path.</summary>
    internal Uri Endpoint { get; }

    internal string AccountName { get; }

    internal static TablePipeline With(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return new TablePipeline(
            Checked(endpoint), credential.AccountName, options, new SharedKeyLitePolicy(credential, TimeProvider.System));
    }

    internal static TablePipeline With(Uri endpoint, TokenCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(credential);
        endpoint = Checked(endpoint);
        if (endpoint.Scheme != Uri.UriSchemeHttps)
        {
            throw new ArgumentException("A token must not be sent unencrypted: the endpoint must be https.", nameof(endpoint));
        }

        var accountName = endpoint.AbsolutePath.Length > 1 ? endpoint.AbsolutePath.Trim('/') : endpoint.Host.Split('.')[0];
        return new TablePipeline(endpoint, accountName, options, new BearerTokenAuthenticationPolicy(credential, StorageScope));
    }

    internal static TablePipeline With(string connectionString, TableClientOptions? options)
    {
        var (endpoint, credential) = TableConnectionString.Parse(connectionString);
        return With(endpoint, credential, options);
    }

    /// <summary>Makes a message to the endpoint; its path is still to be added.</summary>
    internal HttpMessage Create(RequestMethod method, ResponseClassifier expected)
    {
        var message = pipeline.CreateMessage(null, expected);
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(Endpoint);
        request.Headers.Add("x-ms-version", version);
        request.Headers.Add("DataServiceVersion", DataServiceVersion);
        request.Headers.Add(HttpHeader.Names.Accept, JsonFormat);
        return message;
    }

    /// <summary>Sends a message and throws unless its status is one of those expected.</summary>
    internal async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response.IsError ? throw new RequestFailedException(message.Response) : message.Response;
    }

    internal async Task<Response<TableItem>> CreateTableAsync(string name, bool mayExist, CancellationToken cancellationToken)
    {
        using var message = Create(RequestMethod.Post, mayExist ? ExpectedStatus.WrittenOrConflict : ExpectedStatus.Written);
        message.Request.Uri.AppendPath("/Tables", false);
        message.Request.Headers.Add("Prefer", "return-no-content");
        message.Request.Headers.Add(HttpHeader.Names.ContentType, "application/json;odata=nometadata");
        message.Request.Content = RequestContent.Create(TableNameJson.Write(name));

        var response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (response.Status == 409)
        {
            var failure = new RequestFailedException(response);
            if (failure.ErrorCode != TableErrorCode.TableAlreadyExists)
            {
                throw failure;
            }
        }

        return Response.FromValue(new TableItem(name), response);
    }

    internal async Task<Response> DeleteTableAsync(string name, CancellationToken cancellationToken)
    {
        using var message = Create(RequestMethod.Delete, ExpectedStatus.DeletedOrMissing);
        message.Request.Uri.AppendPath($"/Tables('{Uri.EscapeDataString(name.Replace("'", "''", StringComparison.Ordinal))}')", false);
        return await SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private static Uri Checked(Uri endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return new Uri(endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/'));
    }
}
