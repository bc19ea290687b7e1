using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Timers;

namespace Pipeline.StorageTests.Embedded.Worker;

internal sealed record TestHostOptions(params Type[] Functions)
{
    public string[] Args { get; init; } = ["--port", "0"];

    public string HostJson { get; init; } = """{ "version": "2.0" }""";

    /// <summary>Other files beside the application: name and text.</summary>
    public Dictionary<string, string> Files { get; init; } = [];

    public Dictionary<string, string?> Settings { get; init; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IScheduleStatusStore? Store { get; init; }

    public bool WebApplication { get; init; } = true;

    public Action<FunctionsApplicationBuilder> Configure { get; init; } = _ => { };
}
