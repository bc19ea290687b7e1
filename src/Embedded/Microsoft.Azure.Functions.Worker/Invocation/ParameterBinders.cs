using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Azure.Functions.Worker.Queues;
using Context = Microsoft.Azure.Functions.Worker.Invocation.EmbeddedFunctionContext;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Makes for each parameter the delegate that finds its value.</summary>
internal sealed class ParameterBinders(JsonSerializerOptions json)
{
    /// <summary>A <c>Func&lt;EmbeddedFunctionContext, T&gt;</c>, or <see langword="null"/> and a problem.</summary>
    public Delegate? Create(ParameterInfo parameter, FunctionTrigger trigger, string where, List<string> problems)
    {
        var type = parameter.ParameterType;
        where = $"{where}, parameter \"{parameter.Name}\"";
        if (parameter.GetCustomAttributes().FirstOrDefault(IsUnsupported) is { } attribute)
        {
            problems.Add($"{where}: [{attribute.GetType().Name.Replace("Attribute", "", StringComparison.Ordinal)}] is not supported; read it from the HttpRequest.");
            return null;
        }

        if (type == typeof(FunctionContext))
        {
            return new Func<Context, FunctionContext>(context => context);
        }

        if (type == typeof(CancellationToken))
        {
            return new Func<Context, CancellationToken>(context => context.CancellationToken);
        }

        var binder = trigger switch
        {
            HttpFunctionTrigger when type == typeof(HttpRequest) => new Func<Context, HttpRequest>(context => context.HttpContext!.Request),
            _ when parameter.Name == trigger.ParameterName => ForTrigger(type, trigger),
            HttpFunctionTrigger http when http.Pattern.GetParameter(parameter.Name!) is { Name: var name } =>
                FromText(parameter, context => context.HttpContext!.Request.RouteValues[name] as string),
            QueueFunctionTrigger when QueueDelivery.MetadataNames.Contains(parameter.Name!) =>
                FromText(parameter, context => context.Delivery!.Metadata(parameter.Name!)),
            _ => Absent(parameter),
        };
        if (binder is null)
        {
            problems.Add($"{where}: no value of type {type.Name} can be bound. {Hint(type, trigger)}");
        }

        return binder;
    }

    private static bool IsUnsupported(Attribute attribute) => attribute is InputBindingAttribute
        || (attribute.GetType().Name.StartsWith("From", StringComparison.Ordinal) && attribute.GetType().Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) == true);

    private static string Hint(Type type, FunctionTrigger trigger) => trigger switch
    {
        HttpFunctionTrigger when type == typeof(HttpContext) => "Take the HttpRequest, or call GetHttpContext() on the FunctionContext.",
        HttpFunctionTrigger => "Possible are HttpRequest, FunctionContext, CancellationToken and route values by name.",
        QueueFunctionTrigger => $"Possible are the message, FunctionContext, CancellationToken and {string.Join(", ", QueueDelivery.MetadataNames)}.",
        _ => "Possible are TimerInfo, FunctionContext and CancellationToken.",
    };

    private Delegate? ForTrigger(Type type, FunctionTrigger trigger) => trigger switch
    {
        QueueFunctionTrigger when type == typeof(string) => new Func<Context, string>(context => context.Delivery!.Text),
        QueueFunctionTrigger when type == typeof(byte[]) => new Func<Context, byte[]>(context => context.Delivery!.Body.ToArray()),
        QueueFunctionTrigger when type == typeof(BinaryData) => new Func<Context, BinaryData>(context => context.Delivery!.Body),
        QueueFunctionTrigger when type == typeof(QueueMessage) => new Func<Context, QueueMessage>(context => context.Delivery!.ToMessage()),
        QueueFunctionTrigger when !type.IsByRef && !type.IsInterface => MakeGeneric(nameof(FromJson), type, json),
        TimerFunctionTrigger when type == typeof(TimerInfo) => new Func<Context, TimerInfo>(context => context.Timer!),
        _ => null,
    };

    private static Delegate? FromText(ParameterInfo parameter, Func<Context, string?> source)
    {
        var type = parameter.ParameterType;
        var value = Nullable.GetUnderlyingType(type) ?? type;
        var parsable = value.GetInterfaces().Any(candidate => candidate.IsGenericType
            && candidate.GetGenericTypeDefinition() == typeof(IParsable<>) && candidate.GetGenericArguments()[0] == value);
        return !parsable ? null : MakeGeneric(value == type ? nameof(Parsed) : nameof(ParsedOrNull), value, parameter, source);
    }

    private static Delegate? Absent(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        return parameter.HasDefaultValue || type == typeof(string) || Nullable.GetUnderlyingType(type) is not null
            ? MakeGeneric(nameof(Constant), type, parameter)
            : null;
    }

    private static Delegate MakeGeneric(string method, Type type, params object[] arguments) => (Delegate)typeof(ParameterBinders)
        .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, arguments)!;

    private static T? DefaultOf<T>(ParameterInfo parameter) => parameter is { HasDefaultValue: true, DefaultValue: { } value } ? (T)value : default;

    private static Func<Context, T?> Constant<T>(ParameterInfo parameter)
    {
        var value = DefaultOf<T>(parameter);
        return _ => value;
    }

    private static Func<Context, T?> FromJson<T>(JsonSerializerOptions options) =>
        context => JsonSerializer.Deserialize<T>(context.Delivery!.Body.ToMemory().Span, options);

    private static Func<Context, T> Parsed<T>(ParameterInfo parameter, Func<Context, string?> source)
        where T : IParsable<T>
    {
        var hasDefault = parameter.HasDefaultValue || !typeof(T).IsValueType;
        var fallback = DefaultOf<T>(parameter);
        return context => source(context) is { } text ? Parse<T>(text, parameter)
            : hasDefault ? fallback!
            : throw new FunctionInputConverterException($"Parameter \"{parameter.Name}\" has no value and no default.");
    }

    private static Func<Context, T?> ParsedOrNull<T>(ParameterInfo parameter, Func<Context, string?> source)
        where T : struct, IParsable<T>
    {
        T? fallback = parameter is { HasDefaultValue: true, DefaultValue: T value } ? value : null;
        return context => source(context) is { } text ? Parse<T>(text, parameter) : fallback;
    }

    private static T Parse<T>(string text, ParameterInfo parameter)
        where T : IParsable<T>
    {
        if (typeof(T) == typeof(DateTimeOffset))
        {
            // A time without an offset is UTC here, not the machine's zone.
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return (T)(object)time;
            }
        }
        else if (T.TryParse(text, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        throw new FunctionInputConverterException($"Parameter \"{parameter.Name}\": the value is not a {typeof(T).Name}.");
    }
}
