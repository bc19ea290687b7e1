using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Pipeline.Functions.Capture;

namespace Pipeline.UnitTests.Architecture;

internal static class FunctionTypes
{
    public static Assembly Assembly { get; } = typeof(CapturePixel).Assembly;

    public static IReadOnlyList<MethodInfo> Methods { get; } =
    [
        .. Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null),
    ];
}
