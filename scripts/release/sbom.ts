import { createRequire } from 'node:module';
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { VERSION } from '../../lambda/version.ts';
import { type BundledPackage, bundledPackages, idOf } from './bundled-packages.ts';
import type { Bundles } from './npm-package.ts';

const TOOL = '@cyclonedx/cyclonedx-library';

/** What each folder of the npm package's `dist` contains. */
const PARTS: Readonly<Record<keyof Bundles, string>> = {
  cli: 'the command line',
  function: 'the Lambda function, which the templates contain, too',
  infra: 'the CDK construct',
};

/**
 * The software bill of materials, as CycloneDX JSON: the packages with code in each bundle. The
 * same packages give the same bytes: it has neither a serial number nor a time.
 * Source: CycloneDX specification 1.6.
 */
export async function sbomOf(bundles: Bundles): Promise<string> {
  const components = new Map<string, Models.Component>();
  const product = componentOf({ name: 'trailmend', version: VERSION, licence: 'Apache-2.0' });
  for (const [folder, description] of Object.entries(PARTS)) {
    const part = new Models.Component(Enums.ComponentType.Application, `dist/${folder}`, {
      bomRef: `dist/${folder}`,
      description,
    });
    for (const one of await bundledPackages(bundles[folder as keyof Bundles])) {
      const component = components.get(idOf(one)) ?? componentOf(one);
      components.set(idOf(one), component);
      part.dependencies.add(component.bomRef);
    }
    product.components.add(part);
    product.dependencies.add(part.bomRef);
  }
  const bom = new Models.Bom({
    metadata: new Models.Metadata({
      component: product,
      tools: new Models.Tools({ components: new Models.ComponentRepository([tool()]) }),
    }),
    components: new Models.ComponentRepository(components.values()),
  });
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

function componentOf({ name, version, licence }: Pick<BundledPackage, 'name' | 'version' | 'licence'>) {
  const [last = name, group] = name.split('/').reverse();
  const purl = `pkg:npm/${name.split('/').map(encodeURIComponent).join('/')}@${version}`;
  return new Models.Component(Enums.ComponentType.Library, last, {
    ...(group !== undefined && { group }),
    version,
    purl,
    bomRef: purl,
    licenses: new Models.LicenseRepository([new Models.SpdxLicense(licence)]),
  });
}

/** What wrote the bill. */
function tool(): Models.Component {
  const { version, license } = createRequire(import.meta.url)(`${TOOL}/package.json`);
  return componentOf({ name: TOOL, version, licence: license });
}
