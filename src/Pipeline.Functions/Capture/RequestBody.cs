using System.Buffers;
using Microsoft.AspNetCore.Http;
using Pipeline.Capture;

namespace Pipeline.Functions.Capture;

// A body read into pooled memory, at most up to a limit.
internal sealed class RequestBody : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4_096);
    private int _length;

    private RequestBody()
    {
    }

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    public bool IsTooLarge { get; private set; }

    // The sender stopped in the middle. An event that is cut is no JSON; where a part passes for the whole, it must not be taken.
    public bool IsBroken { get; private set; }

    public static Problem Broken { get; } = new(Problem.Malformed, string.Empty, "The body ended before all of it had arrived. Send it again.");

    public static async Task<RequestBody> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        var body = new RequestBody();
        try
        {
            await body.FillAsync(request.Body, maxBytes, cancellationToken);
        }
        catch (BadHttpRequestException fault)
        {
            // Broken framing is the client's fault: what arrived is judged like any other body.
            body.IsTooLarge |= fault.StatusCode == StatusCodes.Status413PayloadTooLarge;
            body.IsBroken |= !body.IsTooLarge;
        }

        return body;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private async Task FillAsync(Stream source, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_length == _buffer.Length)
            {
                Grow();
            }

            var read = await source.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
            if (read == 0)
            {
                return;
            }

            _length += read;
            if (_length > maxBytes)
            {
                IsTooLarge = true;
                return;
            }
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
