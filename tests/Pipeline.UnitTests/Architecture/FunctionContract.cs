using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Pipeline.UnitTests.Architecture;

/// <summary>
/// The four lines in which a function's comment tells its contract, after what it is for: <c>Consumes:</c>, which begins with the trigger,
/// <c>Produces:</c>, <c>Safe to repeat:</c> and <c>When it fails:</c>, each on lines of its own, in this order, ended by a full stop.
/// </summary>
internal static class FunctionContract
{
    private static readonly string[] Labels = ["Consumes:", "Produces:", "Safe to repeat:", "When it fails:"];

    /// <summary>What is not so in a function's comment; empty when it has the one form.</summary>
    public static IReadOnlyList<string> Faults(string source, IReadOnlyList<MethodInfo> methods)
    {
        var faults = new List<string>();
        var lines = Summary(source);
        foreach (var label in Labels)
        {
            var begins = lines.Count(line => line.StartsWith(label, StringComparison.Ordinal));
            var named = lines.Count(line => line.Contains(label, StringComparison.Ordinal));
            if (begins != 1 || named != 1)
            {
                faults.Add(named == 0 ? $"{label} is missing" : begins == 0 ? $"{label} begins no line" : $"{label} stands there twice");
            }
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        var places = Labels.Select(label => lines.FindIndex(line => line.StartsWith(label, StringComparison.Ordinal))).ToList();
        if (!places.SequenceEqual(places.Order()))
        {
            return ["the lines are not in order"];
        }

        var texts = places
            .Zip(places.Skip(1).Append(lines.Count))
            .Select((place, i) => string.Join(' ', lines[place.First..place.Second])[Labels[i].Length..].Trim())
            .ToList();
        faults.AddRange(Labels.Where((_, i) => texts[i].Length < 2 || texts[i][^1] != '.').Select(label => $"{label} is no sentence"));
        faults.AddRange(methods
            .Select(Trigger)
            .Distinct()
            .Where(trigger => !texts[0].StartsWith(trigger, StringComparison.Ordinal))
            .Select(trigger => $"{Labels[0]} does not begin with {trigger}"));
        return faults;
    }

    private static List<string> Summary(string source) =>
    [
        .. source.Split('\n').Select(line => line.Trim())
            .SkipWhile(line => line != "/// <summary>").Skip(1)
            .TakeWhile(line => line != "/// </summary>")
            .Select(line => line["///".Length..].Trim()),
    ];

    private static string Trigger(MethodInfo method)
    {
        var triggers = method.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes()).ToList();
        if (triggers.OfType<HttpTriggerAttribute>().SingleOrDefault() is { } http)
        {
            var verb = http.Methods!.First(name => name is not ("head" or "options")).ToUpperInvariant();
            return $"<c>{verb} /{http.Route}</c>";
        }

        return triggers.OfType<QueueTriggerAttribute>().SingleOrDefault()?.QueueName switch
        {
            null => "the clock, ",
            var poison when poison.EndsWith("-poison", StringComparison.Ordinal) => "the poison queue of every stage",
            var queue => $"queue <c>{queue}</c>",
        };
    }
}
