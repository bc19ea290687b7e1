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

    // As on the host, which gives a function this long to begin its answer.
    private static readonly ForwarderRequestConfig s_request = new() { ActivityTimeout = TimeSpan.FromSeconds(240), Version = new Version(1, 1), VersionPolicy = HttpVersionPolicy.RequestVersionExact };

    // How long an answer may still take whose function has failed already.
    private static readonly TimeSpan s_afterFailure = TimeSpan.FromSeconds(5);

    public async Task InvokeAsync(HttpContext http)
    {
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
        if (channel.HttpAddress is not { } address)
        {
            logger.LogError("Function {Function} cannot run: the worker serves no HTTP.", function.Name);
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        using var cut = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var invocation = channel.InvokeAsync(id, function, request => Fill(request, http, channel.WantsRouteValues), http.RequestAborted);
        var answer = forwarder.SendAsync(http, address.AbsoluteUri, client, s_request, WorkerTransformer.Instance, cut.Token).AsTask();
        try
        {
            await invocation;
        }
        catch (InvocationFailedException exception)
        {
            cut.CancelAfter(s_afterFailure);
            if (!http.RequestAborted.IsCancellationRequested)
            {
                logger.LogError("Function {Function} failed (invocation {InvocationId}): {Reason}", function.Name, id, exception.Message);
            }
        }
        catch (WorkerLostException)
        {
            logger.LogWarning("Function {Function} lost its worker (invocation {InvocationId}).", function.Name, id);
        }

        await answer;
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
