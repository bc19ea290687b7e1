using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;

namespace Pipeline.LocalHost.Demo;

/// <summary>
/// Serves the folder <c>demo</c> beside the application at <c>/demo</c>; as an endpoint, so that other routes pay nothing for it.
/// </summary>
internal static class DemoSite
{
    private const string Path = "/demo";

    /// <returns>Whether there is such a folder.</returns>
    public static bool Map(WebApplication app, string applicationFolder)
    {
        var folder = System.IO.Path.Combine(applicationFolder, "demo");
        if (!Directory.Exists(folder))
        {
            return false;
        }

        var files = new PhysicalFileProvider(System.IO.Path.GetFullPath(folder));
        var branch = ((IApplicationBuilder)app).New();
        branch.Use((context, next) =>
        {
            // The file middleware leaves requests alone that already have an endpoint.
            context.SetEndpoint(null);
            return next(context);
        });
        branch.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, RequestPath = Path });
        branch.UseStaticFiles(new StaticFileOptions { FileProvider = files, RequestPath = Path });
        app.MapMethods(Path + "/{**path}", [HttpMethods.Get, HttpMethods.Head], branch.Build());
        return true;
    }
}
