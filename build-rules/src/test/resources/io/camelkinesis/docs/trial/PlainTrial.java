// SPDX-License-Identifier: Apache-2.0
package trial;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** With Camel Main. */
public final class PlainTrial {

    private PlainTrial() {}

    public static void main(String[] arguments) throws Exception {
        Trial.run(arguments[0], route -> {
            Main main = new Main();
            main.configure().addRoutesBuilder(route);
            main.start();
            return new Trial.Running() {
                @Override
                public CamelContext camel() {
                    return main.getCamelContext();
                }

                @Override
                public void close() {
                    main.stop();
                }
            };
        });
    }
}
