using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pipeline.Testing;

/// <summary>
/// Serves HTTP functions in the test's own process, without host and worker. Routes and methods are those of the attributes, the route
/// prefix is empty as in host.json; keys are the host's business and asked of nobody.
/// </summary>
public static class FunctionRoutes
{
    // By name: this project refers to no functions package, the functions bring theirs along.
    private const string Function = "Microsoft.Azure.Functions.Worker.FunctionAttribute";
    private const string HttpTrigger = "Microsoft.Azure.Functions.Worker.HttpTriggerAttribute";
    private static readonly ActionDescriptor NoAction = new();

    /// <summary>
    /// Maps every HTTP function of some types; each request makes an instance of its own from the application's services.
    /// </summary>
    /// <param name="app">Where to map.</param>
    /// <param name="types">Types that hold functions; what else they hold is left out.</param>
    /// <exception cref="InvalidOperationException">A function takes what cannot be given here, or no type has an HTTP function.</exception>
    public static void MapFunctions(this IEndpointRouteBuilder app, params IEnumerable<Type> types)
    {
        var functions = types.SelectMany(type => type.GetMethods()).Where(method => Trigger(method) is not null).ToList();
        if (functions.Count == 0)
        {
            throw new InvalidOperationException("None of the types has an HTTP function.");
        }

        functions.ForEach(method => Map(app, method));
    }

    private static void Map(IEndpointRouteBuilder app, MethodInfo method)
    {
        var trigger = Trigger(method)!;
        var name = Value<string>(
            Attribute(method, Function) ?? throw new InvalidOperationException($"{Text(method)} is no function."), "Name")!;
        var binders = method.GetParameters().Select(parameter => Binder(parameter, method)).ToList();
        var create = ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
        var mapped = app.Map("/" + (Value<string>(trigger, "Route") ?? name), RunAsync).WithDisplayName(name);
        if (Value<string[]>(trigger, "Methods") is { Length: > 0 } methods)
        {
            mapped.WithMetadata(new HttpMethodMetadata(methods));
        }

        async Task RunAsync(HttpContext http)
        {
            var arguments = binders.Select(bind => bind(http)).ToArray();
            var result = method.Invoke(create(http.RequestServices, []), BindingFlags.DoNotWrapExceptions, null, arguments, null);
            if (result is Task task)
            {
                await task;
                result = task.GetType().GetProperty(nameof(Task<>.Result))?.GetValue(task);
            }

            // As in the worker: action results first, and any other value is not written.
            await (result switch
            {
                IActionResult action => action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), NoAction)),
                IResult answer => answer.ExecuteAsync(http),
                _ => Task.CompletedTask,
            });
        }
    }

    private static Func<HttpContext, object?> Binder(ParameterInfo parameter, MethodInfo method)
    {
        if (parameter.ParameterType == typeof(HttpRequest))
        {
            return http => http.Request;
        }

        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return http => http.RequestAborted;
        }

        return parameter.ParameterType == typeof(string)
            ? http => http.Request.RouteValues[parameter.Name!] as string
            : throw new InvalidOperationException(
                $"{Text(method)}: nothing is known for parameter {parameter.Name} of type {parameter.ParameterType.Name}.");
    }

    private static Attribute? Trigger(MethodInfo method) =>
        method.GetParameters().Select(parameter => Attribute(parameter, HttpTrigger)).FirstOrDefault(trigger => trigger is not null);

    private static Attribute? Attribute(ICustomAttributeProvider of, string type) =>
        of.GetCustomAttributes(inherit: false).Cast<Attribute>().FirstOrDefault(attribute => attribute.GetType().FullName == type);

    private static T? Value<T>(Attribute attribute, string property)
        where T : class => (T?)attribute.GetType().GetProperty(property)!.GetValue(attribute);

    private static string Text(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
