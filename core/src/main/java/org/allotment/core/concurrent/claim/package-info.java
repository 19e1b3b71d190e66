/** How to wait for what nobody announces. */
package org.allotment.core.concurrent.claim;
