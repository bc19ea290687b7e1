using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Pipeline.Settings;

/// <summary>Registers classes of options.</summary>
public static class SettingsRegistration
{
    /// <summary>Name of options that are given as far as they can be read, for a reader that judges them piece by piece.</summary>
    public const string AsWritten = "as written";

    /// <summary>
    /// Adds options that a configuration section fills. Whoever asks for them while a setting of theirs is faulty is refused with
    /// <see cref="OptionsValidationException"/>, which lists all of them; <see cref="SettingsCheck"/> tells the faults of all groups.
    /// </summary>
    /// <typeparam name="T">Class of options.</typeparam>
    /// <param name="services">Where to add.</param>
    /// <param name="section">Configuration section.</param>
    /// <param name="faults">What its faults stop.</param>
    public static IServiceCollection AddSettings<T>(
        this IServiceCollection services, string section, SettingsFaults faults = SettingsFaults.StopFeature)
        where T : class
    {
        services.AddOptions();
        services.TryAddSingleton(new SettingsGroupOf<T>(section, faults));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<SettingsGroup, SettingsGroupOf<T>>(
            provider => provider.GetRequiredService<SettingsGroupOf<T>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<T>, SettingsBinder<T>>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<T>, SettingsFormValidator<T>>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOptionsChangeTokenSource<T>, ConfigurationChangeTokenSource<T>>(
            provider => new ConfigurationChangeTokenSource<T>(provider.GetRequiredService<IConfiguration>())));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOptionsChangeTokenSource<T>, SettingsChange<T>>());
        services.TryAddSingleton<SettingsCheck>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SettingsAlarm>());
        return services;
    }

    /// <summary>The options, or their defaults while a setting of theirs is faulty: for what must go on all the same.</summary>
    /// <typeparam name="T">Class of options.</typeparam>
    public static T ValueOrDefault<T>(this IOptions<T> options)
        where T : class, new()
    {
        try
        {
            return options.Value;
        }
        catch (OptionsValidationException)
        {
            return new T();
        }
    }
}
