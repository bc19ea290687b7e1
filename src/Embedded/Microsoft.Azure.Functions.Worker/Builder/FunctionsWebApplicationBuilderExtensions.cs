using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Turns HTTP functions on.</summary>
public static class FunctionsWebApplicationBuilderExtensions
{
    /// <summary>Lets HTTP functions take <see cref="AspNetCore.Http.HttpRequest"/> and return action results or <see cref="AspNetCore.Http.IResult"/>.</summary>
    /// <param name="builder">The application.</param>
    /// <returns>The same builder.</returns>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.ServesHttp = true;
        builder.Services.AddMvcCore();
        return builder;
    }
}
