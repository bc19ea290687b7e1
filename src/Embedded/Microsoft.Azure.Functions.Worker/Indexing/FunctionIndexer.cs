using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker.Configuration;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Azure.Functions.Worker.Queues;
using Microsoft.Azure.Functions.Worker.Timers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Indexing;

/// <summary>Finds the functions of an application and collects everything that is wrong with them.</summary>
internal sealed partial class FunctionIndexer(
    HostJson host,
    IConfiguration configuration,
    JsonSerializerOptions json,
    QueueClients clients,
    QueueWakeups wakeups,
    IServiceProviderIsService? services,
    FunctionActivators activators,
    List<string> problems)
{
    private const BindingFlags AllMethods = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly SettingResolver _settings = new(configuration);
    private readonly ParameterBinders _binders = new(json);

    public IReadOnlyList<IndexedFunction> Index(IEnumerable<Type> types)
    {
        var functions = new List<IndexedFunction>();
        foreach (var type in types.OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            foreach (var method in type.GetMethods(AllMethods))
            {
                if (method.GetCustomAttribute<FunctionAttribute>() is { } attribute && IndexOne(attribute.Name, method) is { } function)
                {
                    functions.Add(function);
                }
            }
        }

        foreach (var names in functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(names => names.Count() > 1))
        {
            problems.Add($"Function name \"{names.Key}\" is used {names.Count()} times: {string.Join(", ", names.Select(function => function.Definition.EntryPoint))}.");
        }

        problems.AddRange(RouteConflicts.Find(functions));
        return functions;
    }

    private IndexedFunction? IndexOne(string name, MethodInfo method)
    {
        var where = $"Function \"{name}\" ({method.DeclaringType!.Name}.{method.Name})";
        if (string.Equals(configuration[$"AzureWebJobs:{name}:Disabled"] ?? configuration[$"AzureWebJobs.{name}.Disabled"], "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var before = problems.Count;
        CheckMethod(name, method, where);
        var trigger = FindTrigger(name, method, where);
        if (trigger is null)
        {
            return null;
        }

        var binders = method.GetParameters().Select(parameter => _binders.Create(parameter, trigger, where, problems)).ToList();
        var outputs = FindOutputs(method, where);
        CheckConstructor(method, where);
        if (problems.Count > before)
        {
            return null;
        }

        var outputNames = outputs.Select(output => output.Name).ToList();
        var resultProperty = FunctionCompiler.ResultType(method).GetProperties().FirstOrDefault(property => property.IsDefined(typeof(HttpResultAttribute)));
        if (trigger is HttpFunctionTrigger)
        {
            outputNames.Add(EmbeddedFunctionDefinition.HttpReturn);
        }

        return new IndexedFunction
        {
            Definition = new EmbeddedFunctionDefinition(name, method, trigger, outputNames),
            Trigger = trigger,
            Body = FunctionCompiler.Compile(method, binders!),
            Activator = activators.Create(method),
            IsDisposable = !method.IsStatic && (typeof(IDisposable).IsAssignableFrom(method.DeclaringType) || typeof(IAsyncDisposable).IsAssignableFrom(method.DeclaringType)),
            QueueOutputs = [.. outputs.Select(output => output.Output)],
            HttpResult = resultProperty is null ? null : FunctionCompiler.CompileGetter(resultProperty),
        };
    }

    private void CheckMethod(string name, MethodInfo method, string where)
    {
        var type = method.DeclaringType!;
        if (!FunctionName().IsMatch(name) || name.Equals("host", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add($"{where}: the name must be a letter, then at most 127 letters, digits, '_' or '-', and not \"host\".");
        }

        if (!method.IsPublic || !type.IsVisible)
        {
            problems.Add($"{where}: the method and its class must be public.");
        }

        if (method.IsGenericMethod || type.ContainsGenericParameters || (type.IsAbstract && !method.IsStatic))
        {
            problems.Add($"{where}: the method and its class must not be generic or abstract.");
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            problems.Add($"{where}: async void cannot be awaited; return Task.");
        }
    }

    private FunctionTrigger? FindTrigger(string name, MethodInfo method, string where)
    {
        var triggers = method.GetParameters()
            .SelectMany(parameter => parameter.GetCustomAttributes<TriggerBindingAttribute>().Select(attribute => (parameter.Name!, attribute)))
            .ToList();
        if (triggers is not [var (parameterName, trigger)])
        {
            problems.Add($"{where}: must have exactly one trigger, has {triggers.Count}.");
            return null;
        }

        switch (trigger)
        {
            case HttpTriggerAttribute http:
                return ReadHttp(name, parameterName, http, where);
            case QueueTriggerAttribute queue:
                return ReadQueue(queue.QueueName, queue.Connection, where) is { } found
                    ? new QueueFunctionTrigger(parameterName, found.Name, found.ConnectionString) : null;
            case TimerTriggerAttribute timer:
                return ReadTimer(parameterName, timer, where);
            default:
                problems.Add($"{where}: trigger {trigger.GetType().Name} is not supported.");
                return null;
        }
    }

    private HttpFunctionTrigger? ReadHttp(string name, string parameterName, HttpTriggerAttribute http, string where)
    {
        var route = (http.Route ?? name).Trim('/');
        if (route.StartsWith("admin", StringComparison.OrdinalIgnoreCase) || route.StartsWith("runtime", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add($"{where}: route \"{route}\" starts with a reserved word, admin or runtime.");
            return null;
        }

        try
        {
            var pattern = RoutePatternFactory.Parse("/" + string.Join('/', new[] { host.RoutePrefix, route }.Where(part => part.Length > 0)));
            return new HttpFunctionTrigger(parameterName, http.AuthLevel, pattern, [.. (http.Methods ?? []).Select(method => method.ToUpperInvariant()).Distinct()]);
        }
        catch (RoutePatternException exception)
        {
            problems.Add($"{where}: route \"{route}\" is not valid. {exception.Message}");
            return null;
        }
    }

    private TimerFunctionTrigger? ReadTimer(string parameterName, TimerTriggerAttribute timer, string where)
    {
        var text = _settings.Resolve(timer.Schedule, where, problems);
        if (!TimerSchedule.TryParse(text, out var schedule))
        {
            problems.Add($"{where}: schedule \"{text}\" is not six fields \"second minute hour day month day-of-week\" (or five without seconds).");
            return null;
        }

        if (timer.UseMonitor && _settings.Connection(null) is null)
        {
            problems.Add($"{where}: setting {SettingResolver.DefaultConnection} is needed to keep the timer's status.");
            return null;
        }

        return new TimerFunctionTrigger(parameterName, schedule, timer.UseMonitor, timer.RunOnStartup);
    }

    private (string Name, string ConnectionString)? ReadQueue(string queueName, string? connection, string where)
    {
        var name = _settings.Resolve(queueName, where, problems).ToLowerInvariant();
        var connectionString = _settings.Connection(connection);
        if (!QueueName().IsMatch(name))
        {
            problems.Add($"{where}: queue name \"{name}\" must be 3 to 63 lower-case letters, digits and single dashes.");
        }

        if (connectionString is null)
        {
            problems.Add($"{where}: setting {connection ?? SettingResolver.DefaultConnection} holds no connection string.");
            return null;
        }

        try
        {
            _ = clients.Get(connectionString, name);
            return (name, connectionString);
        }
        catch (FormatException exception)
        {
            problems.Add($"{where}: setting {connection ?? SettingResolver.DefaultConnection} is not a connection string. {exception.Message}");
            return null;
        }
    }

    private List<(string Name, QueueOutput Output)> FindOutputs(MethodInfo method, string where)
    {
        var outputs = new List<(string, QueueOutput)>();
        var result = FunctionCompiler.ResultType(method);
        var properties = result.GetProperties().Where(property => property.IsDefined(typeof(OutputBindingAttribute))).ToList();
        if (method.GetCustomAttribute<QueueOutputAttribute>() is { } onMethod)
        {
            if (result == typeof(void))
            {
                problems.Add($"{where}: [QueueOutput] needs a returned value.");
            }

            if (properties.Count > 0)
            {
                problems.Add($"{where}: outputs are either on the method or on the properties of the returned object.");
            }

            Add("$return", onMethod, null);
        }

        foreach (var property in properties)
        {
            if (property.GetCustomAttribute<QueueOutputAttribute>() is { } onProperty)
            {
                Add(property.Name, onProperty, FunctionCompiler.CompileGetter(property));
            }
        }

        return outputs;

        void Add(string name, QueueOutputAttribute output, Func<object, object?>? getter)
        {
            if (ReadQueue(output.QueueName, output.Connection, where) is { } queue)
            {
                outputs.Add((name, new QueueOutput(clients.Get(queue.ConnectionString, queue.Name), getter, host.Queues.Base64, json, wakeups)));
            }
        }
    }

    private void CheckConstructor(MethodInfo method, string where)
    {
        if (method.IsStatic || services is null || method.DeclaringType!.IsAbstract)
        {
            return;
        }

        var constructors = method.DeclaringType!.GetConstructors();
        if (constructors.Length == 0)
        {
            problems.Add($"{where}: the class has no public constructor.");
        }
        else if (constructors is [var only])
        {
            foreach (var parameter in only.GetParameters().Where(parameter => !parameter.HasDefaultValue
                && !parameter.IsDefined(typeof(FromKeyedServicesAttribute)) && !services.IsService(parameter.ParameterType)))
            {
                problems.Add($"{where}: no service of type {parameter.ParameterType.Name} is registered for the constructor's parameter \"{parameter.Name}\".");
            }
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$")]
    private static partial Regex FunctionName();

    [GeneratedRegex("^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$")]
    private static partial Regex QueueName();
}
