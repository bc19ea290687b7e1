using System.Reflection;
using Microsoft.Azure.Functions.Worker.Timers;

namespace Microsoft.Azure.Functions.Worker.Configuration;

/// <summary>What a test may replace; the defaults are those of <c>dotnet run</c>.</summary>
internal sealed class EmbeddedOptions
{
    /// <summary>Folders in which host.json and the settings file are looked for, in order.</summary>
    public IReadOnlyList<string> Directories { get; init; } = [AppContext.BaseDirectory, Directory.GetCurrentDirectory()];

    /// <summary>Types that are searched for functions; the entry assembly's if <see langword="null"/>.</summary>
    public IReadOnlyList<Type>? FunctionTypes { get; init; }

    /// <summary>Settings that win over every other source.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public TextWriter Output { get; init; } = Console.Out;

    public TextWriter Error { get; init; } = Console.Error;

    /// <summary>Where schedules are kept; the timer table if <see langword="null"/>.</summary>
    public IScheduleStatusStore? ScheduleStatusStore { get; init; }

    /// <summary>Starts the storage emulator when the settings ask for it.</summary>
    public Func<TextWriter, CancellationToken, Task<IAsyncDisposable>> StartStorageEmulator { get; init; } = Hosting.StorageEmulator.StartAsync;

    /// <summary>Whether a failed start throws; otherwise it is printed and the process ends with exit code 1.</summary>
    public bool ThrowOnStartFailure { get; init; }

    public string ApplicationName { get; init; } = Assembly.GetEntryAssembly()?.GetName().Name ?? "functions";
}
