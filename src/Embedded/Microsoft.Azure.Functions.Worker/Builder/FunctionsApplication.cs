using Microsoft.Azure.Functions.Worker.Configuration;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a functions application begins.</summary>
public static class FunctionsApplication
{
    /// <summary>A builder with settings from local.settings.json, environment variables and the command line, and a console logger.</summary>
    /// <param name="args">Command line arguments; <c>--help</c> prints what this runtime takes.</param>
    /// <returns>The builder.</returns>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(args, new EmbeddedOptions());

    internal static FunctionsApplicationBuilder CreateBuilder(string[] args, EmbeddedOptions options)
    {
        ArgumentNullException.ThrowIfNull(args);
        return new FunctionsApplicationBuilder(args, options);
    }
}
