using System.Text.Json.Nodes;

namespace Pipeline.LocalHostTests;

/// <summary>A function of the fake worker.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Binding">Its trigger as the worker tells it: JSON.</param>
/// <param name="Run">What it does.</param>
internal sealed record FakeFunction(string Name, string Binding, Func<FakeInvocation, Task> Run)
{
    /// <summary>One that answers requests; any method where none is given.</summary>
    public static FakeFunction Http(
        string name, Func<FakeInvocation, Task> run, string? route = null, string? level = "Anonymous", params string[] methods)
    {
        var binding = Trigger("httpTrigger", "request", ("authLevel", level), ("route", route));
        if (methods.Length > 0)
        {
            binding["methods"] = new JsonArray([.. methods.Select(method => JsonValue.Create(method))]);
        }

        return new FakeFunction(name, binding.ToJsonString(), run);
    }

    /// <summary>One that works off a queue.</summary>
    public static FakeFunction Queue(
        string name, string queueName, Func<FakeInvocation, Task> run, string? connection = null, string? dataType = null)
    {
        var binding = Trigger("queueTrigger", "message", ("queueName", queueName), ("connection", connection), ("dataType", dataType));
        return new FakeFunction(name, binding.ToJsonString(), run);
    }

    /// <summary>One that runs by the clock.</summary>
    public static FakeFunction Timer(
        string name, string schedule, Func<FakeInvocation, Task> run, bool useMonitor = true, bool runOnStartup = false)
    {
        var binding = Trigger("timerTrigger", "timer", ("schedule", schedule));
        binding["useMonitor"] = useMonitor;
        binding["runOnStartup"] = runOnStartup;
        return new FakeFunction(name, binding.ToJsonString(), run);
    }

    private static JsonObject Trigger(string type, string parameter, params (string Name, string? Value)[] properties)
    {
        var binding = new JsonObject { ["name"] = parameter, ["direction"] = "In", ["type"] = type, ["properties"] = new JsonObject() };
        foreach (var (name, value) in properties)
        {
            if (value is not null)
            {
                binding[name] = value;
            }
        }

        return binding;
    }
}
