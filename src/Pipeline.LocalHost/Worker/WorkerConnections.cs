using System.Collections.Concurrent;
using Grpc.Core;
using Pipeline.LocalHost.Worker.Protocol;

namespace Pipeline.LocalHost.Worker;

/// <summary>Answers the calls of workers and hands each to the channel that waits for its id.</summary>
internal sealed class WorkerConnections : FunctionRpc.FunctionRpcBase
{
    private readonly ConcurrentDictionary<string, WorkerChannel> _expected = new();

    public void Expect(WorkerChannel channel) => _expected[channel.WorkerId] = channel;

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        // Somebody else's process on this machine finds the port, but not the id.
        if (!await requestStream.MoveNext(context.CancellationToken)
            || requestStream.Current.StartStream is not { } start || !_expected.TryRemove(start.WorkerId, out var channel))
        {
            throw new Grpc.Core.RpcException(new Status(StatusCode.PermissionDenied, "Unknown worker."));
        }

        await channel.RunAsync(requestStream, responseStream, context.CancellationToken);
    }
}
