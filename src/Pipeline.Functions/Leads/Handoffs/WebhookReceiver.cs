using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Pipeline.Functions.Answers;
using Pipeline.Leads.Handoffs;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Pipeline.Functions.Leads.Handoffs;

/// <summary>
/// Posts hand-offs to the configured address, signed. Three tries, 1 and 2 seconds apart, for what may pass: no answer in time, 408, 429
/// and 5xx. Any other answer than 2xx fails at once, 410 for good. Redirects are not followed: the signature is for one address. Of an
/// answer the status alone is read. No proxy is used: the address that is called is the one that was checked.
/// </summary>
public sealed class WebhookReceiver : IHandoffReceiver, IDisposable
{
    private readonly HttpClient _client;
    private readonly bool _isLocal;
    private readonly IOptions<HandoffOptions> _options;
    private readonly TimeProvider _timeProvider;
    private readonly Lazy<ResiliencePipeline<HttpStatusCode>> _tries;

    /// <summary>Makes the receiver.</summary>
    /// <param name="options">Where to post and how to sign.</param>
    /// <param name="timeProvider">Clock of the signature and of the waits.</param>
    /// <param name="configuration">Tells whether this is a developer's machine, where a receiver on the same machine is meant.</param>
    public WebhookReceiver(IOptions<HandoffOptions> options, TimeProvider timeProvider, IConfiguration configuration)
    {
        _isLocal = Environments.Development.Equals(configuration["AZURE_FUNCTIONS_ENVIRONMENT"], StringComparison.OrdinalIgnoreCase);
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = (context, token) => ReceiverConnection.OpenAsync(context.DnsEndPoint, IsAllowed, token),
        })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        _options = options;
        _timeProvider = timeProvider;
        _tries = new(() => new ResiliencePipelineBuilder<HttpStatusCode> { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions<HttpStatusCode>
            {
                ShouldHandle = new PredicateBuilder<HttpStatusCode>()
                    .Handle<HttpRequestException>(error => error.InnerException is not PrivateReceiverException)
                    .Handle<TimeoutRejectedException>()
                    .HandleResult(MayPass),
                MaxRetryAttempts = 2,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.Value.Timeout })
            .Build(), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <inheritdoc/>
    public bool IsConfigured
    {
        get
        {
            try
            {
                return !string.IsNullOrEmpty(_options.Value.Url);
            }
            catch (OptionsValidationException)
            {
                return true;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<bool> SendAsync(HandoffPayload payload, CancellationToken cancellationToken) =>
        await SendAsync(_tries.Value, payload.Id, Answer.Bytes(payload), cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> WithdrawAsync(HandoffWithdrawal withdrawal, CancellationToken cancellationToken) =>
        await SendAsync(_tries.Value, withdrawal.Id, Answer.Bytes(withdrawal), cancellationToken);

    private async Task<bool> SendAsync(
        ResiliencePipeline<HttpStatusCode> tries, string id, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            var status = await tries.ExecuteAsync(
                static async (state, token) => await state.receiver.PostAsync(state.id, state.body, token),
                (receiver: this, id, body),
                cancellationToken);
            return (int)status is >= 200 and < 300 || (status == HttpStatusCode.Gone
                ? false
                : throw new HandoffFailedException($"The receiver of hand-offs answered {(int)status}."));
        }
        catch (HttpRequestException error) when (error.InnerException is PrivateReceiverException refused)
        {
            throw new HandoffFailedException(refused.Message, error);
        }
        catch (Exception error) when (error is HttpRequestException or TimeoutRejectedException)
        {
            throw new HandoffFailedException("The receiver of hand-offs did not answer.", error);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();

    private bool IsAllowed(IPAddress address) =>
        _options.Value.AllowPrivateAddresses || ReceiverAddress.IsPublic(address) || (_isLocal && IPAddress.IsLoopback(address));

    private static bool MayPass(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;

    private async Task<HttpStatusCode> PostAsync(string id, byte[] body, CancellationToken cancellationToken)
    {
        var timestamp = _timeProvider.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Value.Url);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(_options.Value.Secret!, id, timestamp, body));
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.StatusCode;
    }
}
