using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pipeline.LocalHost.Worker.Protocol;

namespace Pipeline.LocalHostTests;

/// <summary>One run of a fake worker's function.</summary>
/// <param name="process">The worker that runs it.</param>
/// <param name="request">What the host sent.</param>
/// <param name="http">The request that belongs to it, if it answers one.</param>
/// <param name="cancellation">Cancelled when the host takes it back or the worker dies.</param>
internal sealed class FakeInvocation(FakeProcess process, InvocationRequest request, HttpContext? http, CancellationToken cancellation)
{
    public FakeProcess Process => process;

    public Recorder Recorder => process.Worker.Recorder;

    public InvocationRequest Request => request;

    public string Id => request.InvocationId;

    public HttpContext Http => http ?? throw new InvalidOperationException("It answers no request.");

    public CancellationToken Cancellation => cancellation;

    /// <summary>What the trigger's parameter gets.</summary>
    public TypedData Input => request.InputData.Single().Data;

    /// <summary>The same as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Input.Json).RootElement;

    /// <summary>What else is told of the trigger; <see langword="null"/> if it is not.</summary>
    public string? Metadata(string name) => request.TriggerMetadata.GetValueOrDefault(name) switch
    {
        null => null,
        { DataCase: TypedData.DataOneofCase.Json } data => data.Json,
        var data => data.String,
    };

    /// <summary>Answers the request.</summary>
    public Task AnswerAsync(string text) => Http.Response.WriteAsync(text);

    /// <summary>Tells the test.</summary>
    public Task NoteAsync(string entry)
    {
        Recorder.Add(entry);
        return Task.CompletedTask;
    }

    /// <summary>Logs through the host.</summary>
    public void Log(RpcLog.Types.Level level, string text)
    {
        var line = new RpcLog { InvocationId = Id, Category = "Fake.Function", Level = level, Message = text };
        process.Send(new StreamingMessage { RpcLog = line });
    }
}
