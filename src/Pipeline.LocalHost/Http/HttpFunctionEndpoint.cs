using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using Pipeline.LocalHost.Functions;
using Pipeline.LocalHost.Worker;
using Pipeline.LocalHost.Worker.Protocol;
using Yarp.ReverseProxy.Forwarder;

namespace Pipeline.LocalHost.Http;

/// <summary>
/// Answers requests by one function: the worker gets the invocation over its channel and the request itself by HTTP, both with the same id.
/// </summary>
internal sealed class HttpFunctionEndpoint(
    HostedFunction function, WorkerSupervisor workers, IHttpForwarder forwarder, HttpMessageInvoker client, ILogger logger)
{
    public const string InvocationHeader = "x-ms-invocation-id";

    /// <summary>The host's cap for a request body.</summary>
    public const long MaxRequestBodyBytes = 104_857_600;

    // As on the host, which gives a function this long to begin its answer.
    private static readonly ForwarderRequestConfig Request = new()
    {
        ActivityTimeout = TimeSpan.FromSeconds(240),
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    // How long an answer may still take whose function has ended badly.
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.ContentLength > MaxRequestBodyBytes)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        WorkerChannel channel;
        try
        {
            channel = await workers.ReadyAsync(http.RequestAborted);
        }
        catch (Exception exception) when (exception is WorkerLostException or OperationCanceledException)
        {
            http.Response.StatusCode = StatusCodes.Status502BadGateway;
            return;
        }

        var id = Guid.NewGuid().ToString();
        http.Request.Headers[InvocationHeader] = id;
        http.Response.Headers[InvocationHeader] = id;
        if (channel.HttpAddress is not { } address || !channel.Has(function))
        {
            var reason = channel.HttpAddress is null ? "the worker serves no HTTP" : "the worker could not load it";
            logger.LogError("Function {Function} cannot run: {Reason}.", function.Name, reason);
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        using var forwarding = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        using var running = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var invocation = RunAsync(channel, id, http, forwarding, running.Token);
        var error = await forwarder.SendAsync(
            http, address.AbsoluteUri, client, Request, WorkerTransformer.Instance, forwarding.Token);
        if (error != ForwarderError.None)
        {
            // The function may never have seen the request, and would wait for it.
            await running.CancelAsync();
        }

        var failure = await invocation;
        if (failure is not null && error != ForwarderError.None && !http.Response.HasStarted)
        {
            http.Response.StatusCode = failure.Value;
        }
        else if (failure is null && error is ForwarderError.Request or ForwarderError.RequestTimedOut
            && !http.RequestAborted.IsCancellationRequested)
        {
            logger.LogError("Function {Function} gave no answer (invocation {InvocationId}): {Error}.", function.Name, id, error);
        }
    }

    /// <summary>Has the worker run the function.</summary>
    /// <returns>The status for a request that has got no answer, or <see langword="null"/> if the function ended well or was taken
    /// back.</returns>
    private async Task<int?> RunAsync(
        WorkerChannel channel, string id, HttpContext http, CancellationTokenSource forwarding, CancellationToken cancellationToken)
    {
        try
        {
            await channel.InvokeAsync(id, function, request => Fill(request, http, channel.WantsRouteValues), cancellationToken);
            return null;
        }
        catch (InvocationFailedException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (InvocationFailedException exception)
        {
            logger.LogError("Function {Function} failed (invocation {InvocationId}): {Reason}", function.Name, id, exception.Message);
            forwarding.CancelAfter(AfterFailure);
            return StatusCodes.Status500InternalServerError;
        }
        catch (WorkerLostException)
        {
            logger.LogWarning("Function {Function} lost its worker (invocation {InvocationId}).", function.Name, id);
            forwarding.CancelAfter(AfterFailure);
            return StatusCodes.Status502BadGateway;
        }
    }

    private void Fill(InvocationRequest invocation, HttpContext http, bool wantsRouteValues)
    {
        var request = new RpcHttp { Method = http.Request.Method, Url = http.Request.GetEncodedUrl() };
        foreach (var (name, value) in http.Request.RouteValues)
        {
            var text = value?.ToString();
            if (text is not null)
            {
                invocation.TriggerMetadata[name] = new TypedData { String = text };
            }

            if (wantsRouteValues)
            {
                request.NullableParams[name] = text is null ? new NullableString() : new NullableString { Value = text };
            }
        }

        invocation.InputData.Add(new ParameterBinding { Name = function.Trigger.ParameterName, Data = new TypedData { Http = request } });
        invocation.TraceContext.TraceParent = http.Request.Headers.TraceParent.ToString();
        invocation.TraceContext.TraceState = http.Request.Headers.TraceState.ToString();
    }
}
